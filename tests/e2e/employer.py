from tests.e2e.story import Story


def check_certificate(story: Story, number: str, address: str, *, status: str) -> None:
    """Without an account: by what is printed, then by the address behind the QR code."""
    with story.windows.open(story.way) as employer:
        employer.open("/verify/")
        employer.speak(story.way.language)
        employer.look()
        employer.fill("input[name=number]", number)
        employer.fill("input[name=name]", story.newcomer.name)
        employer.press()
        employer.wait_for(f".certificate-check-{status}")
        assert number in employer.text
        employer.open(address)
        employer.wait_for(f".certificate-check-{status}")
        assert number in employer.text
        employer.look()
