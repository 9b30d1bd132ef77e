"""Questions that an option may have answered, on standard error."""

from __future__ import annotations

from collections.abc import Callable

import click

from normalizer.errors import UsageError

Check = Callable[[str], str | None]
"""Returns what is wrong with an answer, None if nothing is."""


def no_fault(answer: str) -> str | None:
    """Take any answer."""
    return None


class Asker:
    """Asks people, or takes what options and defaults say where nobody is to be asked.

    Args:
        silent: Whether nobody is to be asked.
    """

    def __init__(self, silent: bool) -> None:
        self.silent = silent

    def text(
        self,
        question: str,
        option: str,
        given: str | None = None,
        *,
        default: str | None = None,
        check: Check = no_fault,
    ) -> str:
        """Return a text.

        Args:
            question: What to ask.
            option: The option that answers it.
            given: What the option gave.
            default: What to propose; an empty one lets the answer be empty; None lets not.
            check: Looks at the answer.

        Returns:
            The answer, without spaces around it.

        Raises:
            UsageError: If what was given is wrong, or nothing was and nobody is to be asked.
        """
        if given is not None or self.silent:
            answer = default if given is None else given.strip()
            if answer is None:
                raise UsageError(f"{question}? Answer with {option}.")
            fault = check(answer) if answer else None
            if fault:
                raise UsageError(f"{option}: {fault}")
            return answer
        while True:
            answer = click.prompt(question, default=default, err=True, show_default=bool(default))
            answer = str(answer).strip()
            fault = check(answer) if answer else None
            if fault is None:
                return answer
            self.tell(fault)

    def several(
        self, question: str, option: str, given: tuple[str, ...], check: Check = no_fault
    ) -> list[str]:
        """Return texts, asked for until an answer is empty."""
        answers = [self.text(question, option, answer, check=check) for answer in given]
        while not (given or self.silent):
            answer = self.text(f"{question} (empty: no more)", option, default="", check=check)
            if not answer:
                break
            answers.append(answer)
        return answers

    def sure(self, question: str, option: str, given: bool) -> bool:
        """Return whether to go on where that is doubtful: where nobody is asked, by the option."""
        if given:
            return True
        if self.silent:
            self.tell(f"Give {option} to do so anyway.")
            return False
        return click.confirm(question, default=False, err=True)

    def tell(self, sentence: str) -> None:
        """Say something."""
        click.echo(sentence, err=True)
