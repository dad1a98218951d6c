"""The words of mails: each returns subject and text."""


def reset(link: str) -> tuple[str, str]:
    """Return the mail with the link that sets a new password."""
    text = (
        f'Somebody, probably you, asked for a new password for your a6hub account.\n\n'
        f'Open this link within an hour to set it:\n\n{link}\n\n'
        f'If it was not you, ignore this mail: nothing has changed.\n'
    )
    return 'Set a new password for a6hub', text


def verify(link: str) -> tuple[str, str]:
    """Return the mail with the link that proves the address."""
    text = (
        f'Welcome to a6hub.\n\nOpen this link within three days to confirm that this address is yours:\n\n{link}\n\n'
        f'If you did not register, ignore this mail.\n'
    )
    return 'Confirm your e-mail address for a6hub', text


def email_changed(new: str) -> tuple[str, str]:
    """Return the mail that tells the old address about the new one."""
    text = (
        f'The e-mail address of your a6hub account was changed to {new}.\n\n'
        f'If it was not you, set a new password at once and ask the operator of this server for help.\n'
    )
    return 'Your e-mail address for a6hub was changed', text
