"""Making a programme your own without code: words, questions, weights, lengths, each change with its reason."""
