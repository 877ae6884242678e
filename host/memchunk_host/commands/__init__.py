"""The sub-commands of `memchunk`, a module each."""

from memchunk_host.commands import check, decode, deploy, heap, profile

COMMANDS = {"check": check, "decode": decode, "deploy": deploy, "heap": heap, "profile": profile}
