"""Rules as a finite function: vocabulary, conditions, topics, overruling. Nothing here knows what they are about."""
