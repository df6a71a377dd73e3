"""`watchword completion`: what a shell needs to complete verbs and options."""

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")
NAME = "watchword"
VARIABLE = "_WATCHWORD_COMPLETE"


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print a script for SHELL that completes verbs and options.

    For bash: eval "$(watchword completion bash)", for zsh the same with zsh, both in the file that
    the shell reads at its start; for fish: watchword completion fish | source
    """
    made = get_completion_class(shell)
    assert made is not None
    root = click.get_current_context().find_root().command
    click.echo(made(root, {}, NAME, VARIABLE).source())
