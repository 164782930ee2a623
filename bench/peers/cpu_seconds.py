"""Runs a command and prints, as JSON, what it printed and the processor time that it took, in seconds."""

import json
import resource
import subprocess
import sys

done = subprocess.run(sys.argv[1:], check=True, stdout=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"told": json.loads(done.stdout), "seconds": used.ru_utime + used.ru_stime}))
