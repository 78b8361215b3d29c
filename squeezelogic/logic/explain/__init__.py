"""Why, why not, what would change the answer, and what to ask: about one situation, exactly."""
