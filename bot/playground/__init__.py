"""A small Slack of our own: the demo in the browser, and the other end of every test.

It knows no appraisals: any app with a manifest can be tried in it. Read in this order:

    workspace, world                  what there is: people, channels, an app; what was said
    talk, modals, forms               what can happen to it
    blockkit, blocks, elements, …     what Slack takes as blocks and views
    webapi, api_*, calls, shapes      what the app may ask, and how Slack answers
    wire, payloads, events, answers   what the app is told, and what it says to that
    speaking, pressing, submitting    what people do
    control, overview, site, faults   the same for a browser, and Slack on a bad day
    server, hands, reading            how to start it, and how a test holds it
"""
