"""The sub-commands of `memchunk`, a module each."""

from memchunk_host.commands import decode, deploy

COMMANDS = {"decode": decode, "deploy": deploy}
