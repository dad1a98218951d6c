"""People and projects put straight into the rows, for tests of what lies above them."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from services.container import Services
from services.models import File, Namespace, Project, User
from services.permissions import Actor, ActorKind

COUNTER = 'module counter(input clk, output reg [3:0] q = 0);\n  always @(posedge clk) q <= q + 1;\nendmodule\n'
BENCH = """`timescale 1ns/1ps
module tb;
  reg clk = 0; wire [3:0] q;
  counter dut(clk, q);
  always #5 clk = ~clk;
  initial begin #100 $display("q=%0d", q); $finish; end
endmodule
"""
DESIGN = {'rtl/counter.v': COUNTER, 'tb/tb.v': BENCH}
ENDLESS = {'tb.v': 'module tb; reg clk = 0; always #5 clk = ~clk; initial $display("up"); endmodule\n'}


def bench(body: str) -> dict[str, str]:
    """Return a project of one testbench."""
    return {'tb.v': f'module tb;\n{body}\nendmodule\n'}


def person(services: Services, name: str = '') -> Actor:
    """Add a person and return them as an actor."""
    name = name or f'p{uuid4().hex[:10]}'
    with services.database.write() as session:
        namespace = Namespace(name=name)
        session.add(namespace)
        session.flush()
        user = User(namespace_id=namespace.id, username=name, kind='member')
        session.add(user)
        session.flush()
    return Actor(user_id=user.id, kind=ActorKind.MEMBER, name=name)


def project(
    services: Services, owner: Actor, files: Mapping[str, str | bytes] = DESIGN, visibility: str = 'private'
) -> UUID:
    """Add a project that holds these files."""
    with services.database.write() as session:
        user = session.get_one(User, owner.user_id)
        made = Project(
            namespace_id=user.namespace_id, slug=uuid4().hex, name='Design', visibility=visibility, etag=uuid4().hex
        )
        session.add(made)
        session.flush()
    for path, content in files.items():
        save(services, made.id, path, content)
    return made.id


def save(services: Services, project_id: UUID, path: str, content: str | bytes) -> None:
    """Add or replace a file."""
    blob = services.blobs.put(content.encode() if isinstance(content, str) else content)
    with services.database.write() as session:
        known = session.query(File).filter_by(project_id=project_id, path=path).one_or_none()
        row = known or File(project_id=project_id, path=path, path_key=path.lower())
        row.sha256, row.size = blob.sha256, blob.size
        session.add(row)
