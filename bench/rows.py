"""The rows of the table in docs/performance.md. A row is a function of (sides, repeats) that returns what was measured:
ours and theirs in seconds (or what `unit` says), `ratio`, and `reached`. What a row asks for stands in its docstring."""
import statistics

from measure import Command, in_turns, ratio

STEP_WARM = 2


def outcome(ours, theirs, compared, reached, **more):
    return {"ours": statistics.median(ours), "theirs": statistics.median(theirs), "ratio": compared, "reached": reached, **more}


def faster(times, target, **more):
    """Ours first: how many times as fast it is, by the medians of pairs."""
    compared = ratio(times[1], times[0])
    return outcome(*times, compared, compared["median"] >= target, **more)


def slower(times, limit):
    """Ours first: how many times as long it takes; the other is our own baseline."""
    compared = ratio(*times)
    return outcome(*times, compared, compared["median"] <= limit)


def step(sides, repeats, network, side, tuned, target):
    layout = "channels-last" if tuned else "plain"
    with sides.ours("step", sides.inputs(), network, side, sides.threads) as ours, \
         sides.peer("step.py", sides.inputs(), network, side, sides.threads, layout, tuned=tuned) as theirs:
        return faster(in_turns([(ours, "step"), (theirs, "step")], repeats, STEP_WARM), target)


def unet256(sides, repeats):
    """U-Net step 16 x 256 x 256 against PyTorch as installed: at least 3x as fast"""
    return step(sides, repeats, "unet", 256, False, 3)


def unet256_tuned(sides, repeats):
    """U-Net step 16 x 256 x 256 against PyTorch tuned: at least 1.3x"""
    return step(sides, repeats, "unet", 256, True, 1.3)


def unet128(sides, repeats):
    """U-Net step 16 x 128 x 128 against PyTorch as installed: at least 3x as fast"""
    return step(sides, repeats, "unet", 128, False, 3)


def unet128_tuned(sides, repeats):
    """U-Net step 16 x 128 x 128 against PyTorch tuned: at least 1.3x"""
    return step(sides, repeats, "unet", 128, True, 1.3)


def densenet(sides, repeats):
    """DenseNet121 step 16 x 224 x 224 against PyTorch as installed: at least 1.5x"""
    return step(sides, repeats, "densenet121", 224, False, 1.5)


def densenet_tuned(sides, repeats):
    """DenseNet121 step 16 x 224 x 224 against PyTorch tuned: at least 1.2x"""
    return step(sides, repeats, "densenet121", 224, True, 1.2)


def losses(sides, repeats):
    """Losses of 20 U-Net steps from equal weights, 16 x 128 x 128: apart by at most 1e-3"""
    with sides.ours("step", sides.inputs(), "unet", 128, sides.threads) as ours, \
         sides.peer("step.py", sides.inputs(), "unet", 128, sides.threads, "plain") as theirs:
        (_, a), (_, b) = ours.ask("step", 20), theirs.ask("step", 20)
    apart = max(abs(x - y) for x, y in zip(a, b))
    return {"unit": "loss of step 20", "ours": a[-1], "theirs": b[-1], "apart": apart, "reached": apart <= 1e-3}


def loading(sides, repeats):
    """Training, ends of epochs and checkpoints with it, against the step alone on a batch in memory, 16 x 128 x 128: at least 0.97 of its speed"""
    # Ten steps a turn: batches are made ahead, so that the first few of a turn are ready whatever loading takes
    with train(sides, "pretrain", window=128) as worker:
        loop, alone = times = in_turns([(worker, "loop"), (worker, "alone")], max(repeats, 20), STEP_WARM, each=10, of=statistics.fmean)
    return faster(times, 0.97, whole=sum(alone) / sum(loop))


def train(sides, method, sites=None, window=256, width=16, batch=16):
    return sides.ours("train", sites or sides.sites("sites", 2, 32, 256), method, window, width, batch, sides.threads)


def method_step(sides, repeats, method, limit):
    with train(sides, method, window=128) as ours, train(sides, "fine-tune-all", window=128) as baseline:
        return slower(in_turns([(ours, "loop"), (baseline, "loop")], repeats, STEP_WARM), limit)


def mmtl(sides, repeats):
    """MMTL step against fine-tune-all, 16 x 128 x 128: at most 1.03x its time"""
    return method_step(sides, max(repeats, 20), "mmtl", 1.03)


def octl(sides, repeats):
    """OCTL step against fine-tune-all, 16 x 128 x 128: at most 1.03x its time"""
    return method_step(sides, max(repeats, 20), "octl", 1.03)


def l2sp(sides, repeats):
    """L2SP step against fine-tune-all, 16 x 128 x 128: at most 1.05x its time"""
    return method_step(sides, max(repeats, 20), "l2sp", 1.05)


def spottunet(sides, repeats):
    """SpotTUNet step against fine-tune-all, 16 x 128 x 128: at most 2.6x its time"""
    return method_step(sides, repeats, "spottunet", 2.6)


def predict(sides, repeats):
    """Prediction of a head of 256^3, file to file, against nibabel + SciPy + PyTorch as installed: at least 3x as fast"""
    scan, weights = f"{sides.head()}/head.nii.gz", f"{sides.inputs()}/unet.safetensors"
    ours = sides.siteadapt("predict", scan, "--model", weights, "--task", "brain", "--out", sides.path("ours.nii.gz"), "--threads", sides.threads)
    theirs = sides.peer_process("predict.py", scan, weights, sides.path("theirs.nii.gz"), sides.threads)
    return faster(in_turns([(ours, ""), (theirs, "")], repeats, 1), 3)


def predict_bf16(sides, repeats):
    """Prediction of a head of 256^3, file to file, --precision bf16 against float32: faster"""
    scan, weights = f"{sides.head()}/head.nii.gz", f"{sides.inputs()}/unet.safetensors"
    half, full = (sides.siteadapt("predict", scan, "--model", weights, "--task", "brain", "--out", sides.path(f"{name}.nii.gz"), "--threads", sides.threads, "--precision", name)
                  for name in ("bf16", "float32"))
    return faster(in_turns([(half, ""), (full, "")], repeats, 1), 1)


def volume(sides, repeats, work, target):
    with sides.ours("volumes", sides.head()) as ours, sides.peer("volume_worker.py", sides.head()) as theirs:
        results = [worker.ask(work)[1][0] for worker in (ours, theirs)]
        if abs(results[0] - results[1]) > 1e-4:
            raise SystemExit(f"compare: the sides disagree about {work}: {results}")
        return faster(in_turns([(ours, work), (theirs, work)], repeats, 3), target, results=results)


def prepare(sides, repeats):
    """Reading, resampling and normalising a head of 256^3 against nibabel + SciPy: at least 6x"""
    return volume(sides, repeats, "prepare", 6)


def hash_cost(sides, repeats):
    """The hash that finds equal scans, of a head of 256^3, against reading, resampling and normalising it: at most 0.05 of its time"""
    with sides.ours("volumes", sides.head()) as worker:
        return slower(in_turns([(worker, "hash"), (worker, "prepare")], max(repeats, 20), 3), 0.05)


def surface(sides, repeats):
    """Surface Dice of two brain masks of 256^3 against SciPy's EDT + NumPy: at least 20x"""
    return volume(sides, repeats, "surface", 20)


def memory(sides, repeats):
    """Anonymous memory of training on 12,000 slices of 256 x 256 beyond the step alone: at most 300 MB"""
    sites = sides.sites("sites-12000", 24, 256, 256)
    with train(sides, "mmtl", sites) as worker:
        loop = peak(worker, "loop", 10)
    with sides.ours("step", sides.inputs(), "unet", 256, sides.threads) as worker:
        alone = peak(worker, "step", 10)
    return {"unit": "MB", "ours": loop, "theirs": alone, "more": loop - alone, "reached": loop - alone <= 300}


def peak(worker, work, steps):
    return max(worker.ask(work) and worker.anonymous_mb() for _ in range(steps))


def flat(sides, repeats):
    """Anonymous memory after 10,000 steps of a small network against after 1,000: at most 50 MB more"""
    with train(sides, "pretrain", window=32, width=2, batch=4) as worker:
        return growth(worker, 1_000, 9_000, 50)


def flat_full(sides, repeats):
    """Anonymous memory after 200 steps of the U-Net against after 20: at most 50 MB more"""
    with train(sides, "pretrain") as worker:
        return growth(worker, 20, 180, 50)


def growth(worker, first, more, limit):
    worker.ask("loop", first)
    before = worker.anonymous_mb()
    worker.ask("loop", more)
    after = worker.anonymous_mb()
    return {"unit": "MB", "ours": after, "theirs": before, "more": after - before, "reached": after - before <= limit}


def help_text(sides, repeats):
    """siteadapt --help against dotnet --version: at most 2x its time"""
    return slower(in_turns([(sides.siteadapt("--help"), ""), (Command(["dotnet", "--version"]), "")], max(repeats, 20), 3), 2)


def gemm_share(sides, repeats):
    """Share of the matrix-product peak that the U-Net's step reaches, 16 x 256 x 256: at least 0.5"""
    with sides.ours("step", sides.inputs(), "unet", 256, sides.threads) as worker:
        times = in_turns([(worker, "step"), (worker, "gemm")], repeats, STEP_WARM)
        peak_flops = [worker.about["gemm_flops"] / seconds / 1e9 for seconds in times[1]]
        step_flops = [worker.about["flops"] / seconds / 1e9 for seconds in times[0]]
    compared = ratio(step_flops, peak_flops)
    return outcome(step_flops, peak_flops, compared, compared["median"] >= 0.5, unit="GFLOP/s")


ROWS = {row.__name__.replace("_", "-"): row for row in (
    unet256, unet256_tuned, unet128, unet128_tuned, losses, densenet, densenet_tuned, loading, mmtl, octl, l2sp, spottunet, predict, prepare, hash_cost, surface,
    memory, flat, flat_full, help_text, gemm_share, predict_bf16)}
