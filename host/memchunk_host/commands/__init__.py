"""The sub-commands of `memchunk`, a module each."""

from memchunk_host.commands import decode, deploy, heap, profile

COMMANDS = {"decode": decode, "deploy": deploy, "heap": heap, "profile": profile}
