"""The sub-commands of `memchunk`, a module each."""

from memchunk_host.commands import decode, deploy, profile

COMMANDS = {"decode": decode, "deploy": deploy, "profile": profile}
