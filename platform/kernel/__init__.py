"""What every package may lean on: the one refusal, the two decisions, time, money and text. No models."""
