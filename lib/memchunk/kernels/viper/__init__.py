"""The kernels in viper: machine code on every port that has an emitter."""
