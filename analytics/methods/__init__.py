"""The methods of the trade, one file each: thresholds that judge stored facts."""
