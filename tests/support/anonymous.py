"""Everything that a stranger may try at a server of ours: addresses, names of the machine, origins, methods."""

import http.client
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

KERNEL = "11111111-1111-1111-1111-111111111111"
ROUTES = f"""
/  /?cohort=2026-spring  /?token=  /?token=wrong  /?token=wrong&token=  /index.html  /favicon.ico  /robots.txt
/login  /login?next=%2F  /logout  /api  /api/  /api/status  /api/me  /api/sessions  /api/kernels
/api/kernels/{KERNEL}  /api/kernels/{KERNEL}/channels  /api/kernels/{KERNEL}/channels?session_id=1  /api/kernelspecs
/api/contents  /api/contents/dashboard.ipynb  /api/terminals  /api/config/notebook  /api/spec.yaml
/api/events/subscribe
/voila/static/voila.js  /voila/static/main.js  /voila/templates/lab/static/voila.js  /voila/files/released.db
/voila/files/dashboard.ipynb  /voila/files/../released.db  /voila/tree  /voila/tree/  /voila/render/dashboard.ipynb
/voila/render/01_gap_analysis.ipynb  /voila/render/02_matching.ipynb?voila-template=lab  /voila/api/shutdown/{KERNEL}
/voila/api/themes/x  /voila/api/contents  /voila/query/{KERNEL}  /voila/execution/{KERNEL}
/voila/labextensions/@jupyter-widgets/jupyterlab-manager/package.json  /static/style/style.min.css  /custom/custom.css
/lab  /lab/tree/01_gap_analysis.ipynb  /lab/api/settings  /tree  /files/released.db  /nbconvert/html/dashboard.ipynb
/metrics  /terminals/1  /kernelspecs/python3/logo-64x64.png  /nosuchpage  //  /..  /%2e%2e/%2e%2e/etc/passwd
/\\evil.example  http://evil.example/  /api/kernels/{KERNEL}/channels?token=wrong  /{"a" * 2000}
""".split()
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PROPFIND")
FORGED = {
    "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https", "X-Forwarded-User": "boss", "X-Real-Ip": "127.0.0.1",
    "Remote-User": "boss", "Authorization": "token ", "X-Reverse-Mentoring-Secret": "", "X-XSRFToken": "1",
    "Cookie": "_xsrf=1; username-127-0-0-1-{port}=2|1:0|10:1|23:x|4:aW4=|00; reverse-mentoring-{port}=2|1:0|10:1|x|y|0",
}  # fmt: skip
UPGRADE = {
    "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}  # fmt: skip


@dataclass(frozen=True)
class Attempt:
    """One request of a stranger. socket: asked as a websocket; forged: with headers that claim to be somebody."""

    route: str
    host: str
    origin: str
    method: str = "GET"
    socket: bool = False
    forged: bool = False

    def headers(self, port: int) -> dict[str, str]:
        """As they go over the line."""
        found = {"Host": self.host} | ({"Origin": self.origin} if self.origin else {})
        found |= {name: text.format(port=port) for name, text in FORGED.items()} if self.forged else {}
        return found | (UPGRADE if self.socket else {})


def attempts(port: int) -> Iterator[Attempt]:
    """Every route under every name from every origin; methods, websockets and forged headers under our own name."""
    hosts = (f"127.0.0.1:{port}", f"localhost:{port}", f"evil.example:{port}", "evil.example", f"127.0.0.1:{port + 1}")
    origins = ("", f"http://127.0.0.1:{port}", "http://evil.example", "null")
    yield from (Attempt(*each) for each in product(ROUTES, hosts, origins))
    for route, method, origin in product(ROUTES, METHODS, origins[:2]):
        yield Attempt(route, hosts[0], origin, method, forged=True)
    for route, host, origin in product(ROUTES, hosts, origins):
        yield Attempt(route, host, origin, socket=True)


def answers(port: int, tried: Iterator[Attempt]) -> Iterator[tuple[Attempt, str, bytes]]:
    """Each attempt with the head of what came back (status and all headers) and its body."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for attempt in tried:
        line.putrequest(attempt.method, attempt.route, skip_host=True, skip_accept_encoding=True)
        for name, text in attempt.headers(port).items():
            line.putheader(name, text)
        line.endheaders()
        answer = line.getresponse()
        head = f"{answer.status}\n" + "\n".join(f"{name}: {text}" for name, text in answer.getheaders())
        yield attempt, head, answer.read()
    line.close()
