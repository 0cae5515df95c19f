import asyncio,sys,tempfile,time
from pathlib import Path
from tests.faults.soak import Plan, soak
secs=float(sys.argv[1]); people=int(sys.argv[2]); every=float(sys.argv[3]); seed=int(sys.argv[4])
folder=Path(tempfile.mkdtemp(prefix='egen-soak-'))
print(folder,flush=True)
o=asyncio.run(soak(Plan(secs,people,seed,seconds_between_crises=every),folder))
print(o); print('good',o.is_good)
for a in o.crises.alarms: print(a)
