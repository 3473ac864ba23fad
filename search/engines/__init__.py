"""The engines that plug into `intranet.finding`."""
