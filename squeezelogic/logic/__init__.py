"""Rules as a finite function: vocabulary, conditions, topics, overruling. Independent of any subject."""
