/// How a report looks: on a phone, on a wide screen, by day and by night.
enum HTMLStyle {
  static let text = """
    :root { color-scheme: light dark; --text: #1c2024; --soft: #5c6570; --line: #d9dee3; --card: #f6f7f9; --page: #fff;
      --good: #18794e; --bad: #c62a2f; --warn: #b35c00; --good-back: #ddf3e4; --bad-back: #ffe5e5; }
    @media (prefers-color-scheme: dark) { :root { --text: #eceef0; --soft: #9ba3ab; --line: #33383d; --card: #1c2024;
      --page: #121416; --good: #4cc38a; --bad: #ff8589; --warn: #ffb454; --good-back: #113b29; --bad-back: #4e1b1d; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--page); color: var(--text);
      font: 16px/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.5rem; margin: .5rem 0 1rem; }
    h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; border-top: 1px solid var(--line); padding-top: 1rem; }
    section:first-of-type h2 { border: 0; padding: 0; margin-top: 0; }
    h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
    code { font: .875em ui-monospace, monospace; overflow-wrap: anywhere; }
    .pass, .fail { font-size: .8rem; padding: .15rem .6rem; border-radius: 1rem; vertical-align: middle; }
    .pass { color: var(--good); background: var(--good-back); }
    .fail { color: var(--bad); background: var(--bad-back); }
    .paths, .detail, .side, .rest, .legend { color: var(--soft); font-size: .85rem; }
    .reasons { padding-left: 1.25rem; }
    .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); gap: .75rem; }
    .figure { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; }
    .figure.missed { border-color: var(--bad); }
    .figure.missed dd:not(.detail) { color: var(--bad); }
    dt { color: var(--soft); font-size: .85rem; }
    dd { margin: 0; font-size: 1.15rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    dd.detail { font-size: .8rem; }
    figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem;
      min-width: 0; }
    figcaption { font-size: .85rem; overflow-wrap: anywhere; }
    .pages { display: grid; gap: 1rem; }
    .lines { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: .75rem; }
    .lines img { max-width: 100%; height: auto; display: block; border-radius: .25rem; }
    .lines figcaption { color: var(--soft); }
    .text { margin: .35rem 0; font-size: 1.1rem; overflow-wrap: anywhere; }
    .text .side { display: block; line-height: 1.2; }
    del, ins { text-decoration: none; border-radius: .2rem; padding: 0 .1em; white-space: pre-wrap; }
    del { color: var(--bad); background: var(--bad-back); }
    ins { color: var(--good); background: var(--good-back); }
    .gap { opacity: .6; }
    .sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: .75rem;
      margin-top: .5rem; }
    svg { display: block; width: 100%; max-height: 80vh; background: #000; border-radius: .25rem; }
    polygon { fill-opacity: .12; stroke-width: 2; vector-effect: non-scaling-stroke; }
    polygon.same { fill: #2f9e6e; stroke: #2f9e6e; }
    polygon.lost { fill: #e5484d; stroke: #e5484d; fill-opacity: .3; }
    polygon.found { fill: #f5a524; stroke: #f5a524; fill-opacity: .3; }
    .key { display: inline-block; width: .8em; height: .8em; border-radius: .2em; margin-left: .8em; }
    .key:first-child { margin-left: 0; }
    .key.same { background: #2f9e6e; }
    .key.lost { background: #e5484d; }
    .key.found { background: #f5a524; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .85rem; }
    th, td { text-align: left; padding: .2rem .5rem; border-bottom: 1px solid var(--line); }
    .number, th:nth-child(2), th:nth-child(3) { text-align: right; font-variant-numeric: tabular-nums; }
    .bar { width: 25%; min-width: 4rem; }
    .bar span { display: block; height: .6rem; border-radius: .3rem; background: var(--good); }
    tr.missed .number { color: var(--bad); }
    tr.missed .bar span { background: var(--bad); }
    """
}
