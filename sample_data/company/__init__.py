"""The synthetic souvenir company, one file per base; numbers of its life in `plan.toml`, no words of any language."""
