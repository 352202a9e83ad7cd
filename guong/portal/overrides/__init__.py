"""No code: a catalogue that stands after our rooms and before Wagtail, so that our words win over Wagtail's alone."""
