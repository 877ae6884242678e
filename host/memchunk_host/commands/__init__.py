"""The sub-commands of `memchunk`, a module each."""

from memchunk_host.commands import decode

COMMANDS = {"decode": decode}
