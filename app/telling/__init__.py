"""From a report to what people read: on the page and in a terminal alike."""
