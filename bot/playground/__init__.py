"""A small Slack of our own: the demo in the browser, and the other end of every test.

Read in this order: workspace and world (what there is), talk, modals and forms (what happens to
it), webapi and api_* (what the app may ask), acts and answers (what people do), wire (how the app
hears of it), control and site (the same for a browser), server and hands (how to start and use it).
"""
