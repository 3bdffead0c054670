/** The style of every page: light and dark as its reader's system is, one column where it is narrow. */
export const style = `:root{color-scheme:light dark;--ground:#fff;--text:#1f2328;--quiet:#57606a;--line:#d0d7de;--raised:#f6f8fa;--link:#0757b8;--bad:#b42318;--good:#0f6b35}
@media (prefers-color-scheme:dark){:root{--ground:#0d1117;--text:#e6edf3;--quiet:#9aa5b1;--line:#30363d;--raised:#161b22;--link:#6cb6ff;--bad:#ff8a80;--good:#6fdd8b}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--ground);padding:8px;z-index:1}
header{border-bottom:1px solid var(--line);background:var(--raised);padding:.75rem 1rem}
header p{margin:0 0 .5rem;font-weight:600}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;margin:0;padding:0}
nav a{display:inline-block;padding:.25rem 0}
nav a[aria-current]{color:var(--text);font-weight:600;text-decoration-thickness:3px}
main{max-width:1200px;margin:0 auto;padding:1rem}
h1{font-size:1.6rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.25rem;margin:2rem 0 .25rem;border-top:1px solid var(--line);padding-top:1rem}h3{font-size:1rem;margin:1rem 0 .25rem}
p,li{max-width:75ch}.quiet{color:var(--quiet)}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(340px,100%),1fr));gap:1rem}
figure{margin:0}figcaption{font-weight:600;font-size:.9rem;overflow-wrap:anywhere}
figure svg{max-width:100%;height:auto;font:11px system-ui,sans-serif;color:var(--text);overflow:visible}
svg text{white-space:pre}
.narrow{display:none}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;padding:0;margin:.5rem 0;font-size:.9rem}
.legend svg{margin-right:.35rem;vertical-align:-1px}
.scroller{overflow-x:auto;margin:.5rem 0}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--quiet);padding:.25rem 0}
th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
tbody th,th.text,td.text{text-align:left}tbody th{font-weight:500}
.bad{color:var(--bad);font-weight:600}.good{color:var(--good);font-weight:600}
label{font-weight:600;display:block;margin:.5rem 0}
select{font:inherit;max-width:100%;padding:.4rem;color:inherit;background:var(--raised);border:1px solid var(--quiet);border-radius:4px}
td.list{white-space:normal;min-width:14rem}
input:not([type=checkbox]){font:inherit;font-weight:400;display:block;width:min(100%,28rem);padding:.4rem;color:inherit;background:var(--raised);border:1px solid var(--quiet);border-radius:4px}
label.check{font-weight:400}
button{font:inherit;padding:.4rem 1rem;color:inherit;background:var(--raised);border:1px solid var(--quiet);border-radius:4px;cursor:pointer}button:disabled{opacity:.6;cursor:default}
progress{width:min(100%,28rem)}
[hidden]{display:none}
details{margin:.5rem 0}summary{cursor:pointer;padding:.25rem 0}
code{overflow-wrap:anywhere}
footer{max-width:1200px;margin:2rem auto 0;padding:1rem;color:var(--quiet);font-size:.9rem}
@media (max-width:700px){.wide{display:none}.narrow{display:block}tbody th{white-space:normal;min-width:9rem}th,td{padding:.25rem .4rem}}
@media print{header nav,.skip{display:none}}
`;
