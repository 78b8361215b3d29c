"""Kinds of reading errors that samples of catalogues and logs revealed, each with example names."""

from __future__ import annotations

import pytest

from squeezelogic import AmbiguousExercise, UnknownExercise, classify, find_exercise, match_exercise

NEITHER = {
    "a pull-through on the floor, of the spine or of the lats": (
        "quadruped t-spine pull through",
        "lat pullthrough",
        "plank pull through",
        "bear crawl pull-through",
        "push-up pull through",
        "suspension trainer pull-through",
    ),
    "a bridge of the neck, a wrestler or a gymnast": (
        "weighted neck bridge",
        "wrestler's bridge",
        "wrestling bridge with weight",
        "band neck bridge",
        "gymnastic bridge",
        "gymnastics bridge",
        "back bridge",
        "side bridge",
        "copenhagen bridge",
        "bridge plank",
        "single-leg wrestler bridge",
    ),
    "a raise of the hips that is abdominal or sideways": (
        "hanging hip raise",
        "captain's chair hip raise",
        "vertical hip raise",
        "v hip raise",
        "hip raise on parallel bars",
        "reverse crunch hip lift",
        "side hip raise",
        "hip lift, legs straight",
        "glute and calf raise",
        "hip flexor raise",
        "hip flexion raise",
        "raise hips upward",
    ),
    "a thrust of something else": (
        "squat thrust",
        "single-leg squat thrust",
        "arm thrust",
        "heavy bag thrust",
        "lever adduction thrust",
    ),
    "a swing of a bat": ("cable baseball swing", "golf swing"),
    "a swing of the arms or on rings": (
        "prone dumbbell swing",
        "kettlebell rear delt swing",
        "ring swing",
        "upper-arm swing",
        "swing back",
        "side step swing",
        "bar swings",
    ),
    "a thruster beside a word of the hips": ("hip kettlebell thruster", "glutes__thruster", "fessiers__thruster"),
    "a bridge to roll out of": ("rolling bridge", "BJJ bridging drill"),
    "a stiff back": ("stiff back", "costas rígidas"),
    "a stretch or a raise of the hips lying on the back": ("supine hip flexor extension", "pelvic lift, legs raised"),
    "a gymnast's or a wrestler's bridge": ("stand-to-stand bridge", "head bridge", "wheel bridge", "full bridge"),
    "a limb's swing, joined with another exercise": ("leg swing to squat", "arm swings and lunges"),
    "a swing of the legs": ("10 swings each leg", "swings (legs)", "forward leg swings", "legs swinging"),
    "a stretch that no plus adds": ("glute bridge stretch", "hip thrust, pigeon pose", "plank hip thrust"),
    "a lift-off of the hips": ("90/90 hip lift off", "hip lift-offs"),
    "the bridge of a wrestler that begins on the back": ("lie on back, bridge onto head and feet",),
    "a greeting": ("Good Morning Pilates", "good morning flow", "Good Morning Routine", "good morning yoga"),
    "a plural of kettlebells": ("DBs/KBs", "heavy KBs", "2 KBs", "KBs squat", "press with two KBs"),
    "a dead stop or a dead hang": (
        "deadstop rows",
        "deadstop push-up",
        "KB dead-stop row",
        "DB dead bug",
        "dead hang",
        "dead hang bar",
        "dead bug",
    ),
    "a pull that is no deadlift": ("speed pull-ups", "deficit pull-up", "sumo pull-apart", "speed rope pull"),
    "a Romanian that is no deadlift": ("Romanian", "Romanian split squat", "single-leg Romanian chair"),
    "a machine or a class": ("Booty Builder", "Booty Builder workout"),
    "a pull-down or a pull-apart in two words": ("kneeling high cable pull-down", "high pull down", "high pull-apart"),
}
AMBIGUOUS = {
    "two exercises in one name": (
        "deadlift, clean",
        "deadlift / clean",
        "deadlift + clean",
        "deadlift then clean",
        "deadlift paired with clean",
        "deadlift superset with leg curl",
        "deadlift followed by lunge",
        "snatch x3, deadlift x3",
        "hip thrust, RDL",
        "hip thrust + squat",
        "glute bridge / bird dog",
        "400 m run + 15 KB swings",
        "KB swing & BWSQ",
        "hip thrust + Zottman",
        "RDL, ball toss",
        "glute bridge dead bug",
        "hip thrust with clamshell",
        "glute bridge roll-out",
        "single-leg bridge, ham curl",
        "tall snatch \u00b7 drop balance",
        "deadlift \u2022 squat",
        "step-up single-leg deadlift",
        "hip thrust side step",
        "hip thrust into strike",
        "deadlift + bench",
        "deadlift & bench session",
        "deadlift with treadmill",
        "RDL superman",
        "glute bridges + hip circles",
        "hip thrust + clams",
        "hip thrust with clamshells",
        "deadlift muscle-up",
        "deadlift, toes to bar",
        "deadlift T2B",
        "KB swing, double unders",
        "RDL to knee drive",
        "RDL + foam rolling",
        "deadlift complex",
    ),
    "exercises by their abbreviations": (
        "SBD",
        "DL/HPC/FS",
        "DL-HPC-FS",
        "DL > PJ",
        "RDL / BOR",
        "KB swing / WB",
        "DL, BP, OHP",
    ),
    "a hinge or a bridge alone, joined with another exercise": (
        "squat and hinge",
        "squat or hinge",
        "swing to upright row",
        "swing and squat ladder",
        "single-leg thrust and row",
        "bridge and bird dog",
        "Kniebeuge und Hinge",
    ),
    "a stretch or a drill that a plus adds": (
        "glute bridge + hip flexor stretch",
        "deadlift & mobility",
        "plank + bridge",
        "stretch into glute bridge",
    ),
    "a bridge on sliders": ("hamstring sliders from bridge", "hamstring slide bridge"),
    "a plan's day beside a lift": ("deadlift + pull day", "deadlift / front squat day"),
    "a lift of the leg beside a bridge": ("bridge with leg lift", "single-leg bridge with leg lift"),
    "something said to be done beside something that is not": ("no slide, glute bridge to row",),
    "a high pull, whatever it is pulled from": ("trap bar high pull", "sumo high pull", "sumo deadlift alto pull"),
    "one exercise counted by its abbreviation beside others": ("10 box jumps, 10 KBS",),
    "a swing on one leg, or of it": ("single-leg swing", "swing, one leg"),
    "a thrust in another position": (
        "prone frog pump",
        "reverse frog pumps",
        "tabletop hip thrust",
        "table-top hip thrust",
        "side-lying hip thrust",
        "quadruped hip thrust",
    ),
    "a thrust that does not say which": ("thrust", "dumbbell thrust", "heavy thrusts"),
    "a bridge that rolls the spine": ("pelvic curl",),
    "a bridge that may be a pose": ("supported bridge", "supported shoulder bridge", "supported bridge with block"),
    "a hinge or a thrust in a posture from which nobody stands up": (
        "half-kneeling kettlebell swing",
        "tall-kneeling cable pull-through",
        "half-kneeling RDL",
        "kneeling hip hinge",
        "kneeling hinge",
        "seated good morning",
        "seated swing",
        "prone glute bridge",
        "good morning, sitting",
        "Kreuzheben kniend",
        "peso muerto de rodillas",
    ),
    "a good morning that is mostly done seated": ("straddle good morning", "pancake good morning"),
    "a swing that turns, goes sideways or is of a club or a bag": (
        "rotational swing",
        "rotational kettlebell swing",
        "kettlebell swing with rotation",
        "club swing",
        "clubbell swings",
        "sandbag swing",
        "bag swing",
        "mace swing",
        "lateral swing",
    ),
    "a clean or a snatch beside a deadlift that does not start one": (
        "staggered deadlift clean",
        "staggered RDL clean",
        "Romanian deadlift snatch",
    ),
    "a back extension, shortened": ("back ext (slow, weighted)", "back exts"),
    "a hip extension on a glute-ham developer": ("glute-ham developer hip extension", "back raise (glute ham deck)"),
    "a snatch as an activity": ("snatching", "squat snatching"),
    "another exercise as an activity": tuple(
        f"{lift} and {activity}"
        for lift in ("hip thrust", "glute bridge", "deadlift", "KB swing")
        for activity in (
            *("squatting", "lunging", "curling", "crunching", "sprinting", "hopping", "crawling"),
            *("throwing", "slamming", "shrugging", "dipping", "kicking", "twisting"),
        )
    ),
}
SAYS: dict[str, dict[str, object]] = {
    "dead lift": {"movement": "deadlift"},
    "Romanian dead-lift 3x8": {"movement": "deadlift"},
    "outside swing": {"movement": "swing"},
    "KB suitcase swing": {"movement": "swing", "implement": "kettlebell"},
    "hip raise with mum's old pillow": {"movement": "glute_bridge"},
    "hip lift (Zzyzx)": {"movement": "glute_bridge"},
    "single arm straight leg deadlift": {"single_leg": None},
    "one-arm stiff-legged deadlift": {"single_leg": None},
    "straight-leg deadlift, one dumbbell": {"single_leg": None, "implement": "dumbbell"},
    "single straight-leg deadlift": {"single_leg": True},
    "one arm, one leg deadlift": {"single_leg": True},
    "stiff-legged good morning": {"movement": "good_morning"},
    "good morning, stiff legs": {"movement": "good_morning"},
    "hex bar deadlift": {"implement": "barbell"},
    "hex deadlift": {"implement": "barbell"},
    "fat bar deadlift": {"implement": "barbell"},
    "empty bar RDL": {"implement": "barbell"},
    "safety squat bar good morning": {"movement": "good_morning", "implement": "barbell"},
    "SSB good morning": {"implement": "barbell"},
    "superband good morning": {"implement": "band", "banded": True},
    "hip circle glute bridge": {"implement": "band", "banded": True},
    "figure four glute bridge": {"movement": "glute_bridge", "single_leg": True},
    "figure-4 bridge": {"movement": "glute_bridge", "single_leg": True},
    "hip thrust without band": {"implement": None, "banded": None},
    "long-lever bridge": {"movement": "glute_bridge", "implement": None},
    "bridge": {"movement": "glute_bridge"},
    "bridge with ball": {"movement": "glute_bridge"},
    "incline bridge": {"movement": "glute_bridge"},
    "bridge, leg extended": {"movement": "glute_bridge"},
    "bridge with leg extension": {"movement": "glute_bridge"},
    "bench hip extension": {"movement": "hip_thrust"},
    "dowel hip hinge": {"movement": "hip_hinge", "load": "bodyweight"},
    "hip hinge drill": {"movement": "hip_hinge", "load": "bodyweight"},
    "hip hinge drill with kettlebell": {"load": None, "implement": "kettlebell"},
    "very heavy swings": {"movement": "swing", "load": "heavy"},
    "swing, medium": {"movement": "swing", "load": None},
    "deadlift 9x1, 6x1 medium+": {"movement": "deadlift", "load": None},
    "swings at a challenging weight": {"movement": "swing"},
    "hinge with weight": {"movement": "hip_hinge"},
    "swings (odd minutes)": {"movement": "swing"},
    "swings on even minutes": {"movement": "swing"},
    "swings using weight from above": {"movement": "swing"},
    "KB swing, heavier than press": {"movement": "swing", "implement": "kettlebell"},
    "sled pull-through": {"movement": "pull_through"},
    "bent-knee single-leg hip lift": {"movement": "glute_bridge", "single_leg": True},
    "single-leg hip raise with knee hold": {"movement": "glute_bridge", "single_leg": True},
    "elevação pélvica na cadeira extensora": {"movement": "hip_thrust", "implement": "machine"},
    "elevação pélvica na máquina de extensão de pernas": {"movement": "hip_thrust", "implement": "machine"},
    "cross-leg ball bridge": {"movement": "glute_bridge", "single_leg": None},
    "Glute bridge / hip thrust": {"family": "thrust", "movement": None},
    "hip thrust and glute bridge": {"family": "thrust", "movement": None},
    "RDL or good morning": {"family": "hinge", "movement": None, "tempo": "controlled"},
    "swing / deadlift": {"family": "hinge", "movement": None, "tempo": None},
    "RDL / Romanian deadlift": {"movement": "deadlift"},
    "hip hinge: Romanian deadlift": {"movement": "deadlift"},
    "hip thrust + miniband": {"movement": "hip_thrust", "banded": True},
    "hip thrust & hold": {"movement": "hip_thrust"},
    "barbell thrust": {"movement": "hip_thrust", "implement": "barbell"},
    "thrust (Smith machine)": {"movement": "hip_thrust", "implement": "machine"},
    "B-stance thrust": {"movement": "hip_thrust"},
    "weighted kas thrusts": {"movement": "hip_thrust"},
    "BB HT": {"movement": "hip_thrust", "implement": "barbell"},
    "SLHT": {"movement": "hip_thrust", "single_leg": True},
    "SL GB": {"movement": "glute_bridge", "single_leg": True},
    "glute thruster machine": {"movement": "hip_thrust", "implement": "machine"},
    "frog thrust (DB)": {"movement": "glute_bridge", "implement": "dumbbell"},
    "butterfly bridge": {"movement": "glute_bridge"},
    "supine hip extension": {"movement": "glute_bridge"},
    "hip thrust on the leg extension": {"movement": "hip_thrust", "implement": "machine"},
    "single-leg bridge, abductor bias": {"movement": "glute_bridge"},
    "glute bridge (hip extension pattern)": {"movement": "glute_bridge"},
    "bridge with hip abduction": {"movement": "glute_bridge"},
    "isometric bridge, hip abduction": {"movement": "glute_bridge"},
    "glute bridge with leg extension": {"movement": "glute_bridge"},
    "HM bridge": {"movement": "glute_bridge"},
    "ham bridges": {"movement": "glute_bridge"},
    "slam ball glute bridge": {"movement": "glute_bridge"},
    "ecc glute bridge": {"movement": "glute_bridge", "tempo": "slow"},
    "feet-elevated bridge": {"movement": "glute_bridge"},
    "TRX bridge": {"movement": "glute_bridge"},
    "pulsing bridge": {"movement": "glute_bridge"},
    "bridge march, arms extended": {"movement": "glute_bridge"},
    "backpack swing": {"movement": "swing"},
    "2-bell swing": {"movement": "swing", "implement": "kettlebell"},
    "single-bell RDL": {"movement": "deadlift", "implement": "kettlebell"},
    "benchmark swing": {"movement": "swing"},
    "swing (burnout)": {"movement": "swing"},
    "max power swing": {"movement": "swing"},
    "SH swing": {"movement": "swing", "single_leg": None},
    "adaptive supported hinge": {"movement": "hip_hinge"},
    "hinge movement": {"movement": "hip_hinge"},
    "hinge pattern": {"movement": "hip_hinge"},
    "overhead swing": {"movement": "swing"},
    "EZ curl bar deadlift": {"movement": "deadlift", "implement": "barbell"},
    "curl bar RDL": {"movement": "deadlift", "implement": "barbell"},
    "deadlift with quarter lift": {"movement": "deadlift"},
    "full stretch RDL": {"movement": "deadlift"},
    "stretch-focused RDL": {"movement": "deadlift"},
    "RDL, stretch focus": {"movement": "deadlift"},
    "good mornings in belt squat": {"movement": "good_morning", "implement": "machine"},
    "RDL on belt squat": {"movement": "deadlift", "implement": "machine"},
    "belt squat RDL": {"movement": "deadlift", "implement": "machine"},
    "hip thrust into hold": {"movement": "hip_thrust"},
    "belt squat machine deadlift": {"movement": "deadlift", "implement": "machine"},
    "standing single-leg Romanian hinge": {"movement": "hip_hinge", "single_leg": True},
    "bridge with kegel": {"movement": "glute_bridge"},
    "Pilates ring bridge": {"movement": "glute_bridge"},
    "Swiss ball bridge v2": {"movement": "glute_bridge"},
    "pelvic lift, bent legs": {"movement": "glute_bridge"},
    "pelvic lift (bridge variation)": {"movement": "glute_bridge"},
    "shoulder bridge with leg extension": {"movement": "glute_bridge"},
    "bridge with single-leg extension": {"movement": "glute_bridge", "single_leg": True},
    "single glute raises + abd": {"movement": "glute_bridge"},
    "alt SA swing": {"movement": "swing"},
    "hamstring thrust": {"movement": "hip_thrust"},
    "weighted hamstring thrusts": {"movement": "hip_thrust"},
    "single-leg thrust": {"movement": "hip_thrust", "single_leg": True},
    "bridge hold 3x60s": {"movement": "glute_bridge"},
    "swing 3 x 45 sec": {"movement": "swing"},
    "swing-1h": {"movement": "swing", "single_leg": None},
    "2h swings": {"movement": "swing"},
    "heavy swings with full recovery": {"movement": "swing", "load": "heavy"},
    "clean deadlift": {"movement": "deadlift"},
    "Thrusts, hip": {"movement": "hip_thrust"},
    "RDL with reach": {"movement": "deadlift"},
    "rope pull-through": {"movement": "pull_through"},
    "plate pinch deadlift": {"movement": "deadlift"},
    "Cross-Body Romanian Deadlift": {"movement": "deadlift"},
    "suitcase deadlift (anti-lateral flexion)": {"movement": "deadlift"},
    "bstancehipthrust": {"movement": "hip_thrust"},
    "morning swings": {"movement": "swing"},
    "two-hand-swing-ex": {"movement": "swing"},
    "legs__barbell_hip_thrust": {"movement": "hip_thrust", "implement": "barbell"},
    "bridge with PF activation": {"movement": "glute_bridge"},
    "bridge with core engagement": {"movement": "glute_bridge"},
    "bridge - level 2": {"movement": "glute_bridge"},
    "crook-lying bridge": {"movement": "glute_bridge"},
    "bridge (hook lying)": {"movement": "glute_bridge"},
    "bridge, arms crossed": {"movement": "glute_bridge"},
    "bridge with arms across chest": {"movement": "glute_bridge"},
    "bridge w/ knee ext": {"movement": "glute_bridge"},
    "hip lift on chair": {"movement": "glute_bridge"},
    "GB machine": {"movement": "glute_bridge", "implement": "machine"},
    "froggy pump": {"movement": "glute_bridge"},
    "hip hip thrust on the leg extension machine": {"movement": "hip_thrust", "implement": "machine"},
    "2 kettlebell 1-leg deadlift": {"implement": "kettlebell", "single_leg": True},
    "hip-thrust-dumbbell_strength_lower_pull_dyn_bi": {"movement": "hip_thrust", "implement": "dumbbell"},
    "upper push / lower pull: RDL": {"movement": "deadlift"},
    "visualdumbbellsinglelegrdl": {"movement": "deadlift", "single_leg": True},
    "posterior-chain hinge": {"movement": "hip_hinge"},
    "touch and go swing": {"movement": "swing"},
    "hinge (paused)": {"movement": "hip_hinge"},
    "glute bridge, no slide": {"movement": "glute_bridge"},
    "glute bridge (hold, no slide)": {"movement": "glute_bridge"},
    "hip hinge, not a squat": {"movement": "hip_hinge"},
    "KB swing without squat": {"movement": "swing"},
    "deadlift-to-swing complex": {"family": "hinge", "movement": None, "tempo": None},
    "RDL emphasizing hamstring stretch": {"movement": "deadlift"},
    "RDL, emphasis on the stretch": {"movement": "deadlift"},
    "KBS": {"movement": "swing", "implement": "kettlebell"},
    "10 KBS 24/16kg": {"movement": "swing"},
    "KBS 2 min - felt heavy": {"movement": "swing"},
    "B2) EMOM 10: KBS 3x5+": {"movement": "swing"},
    "deadlift with 2 KBs": {"movement": "deadlift", "implement": "kettlebell"},
    "A1. Terra 5x5": {"movement": "deadlift"},
    '3" deficit pulls warm-up': {"movement": "deadlift"},
    "double swing 2x20 @ 1.5xBW": {"movement": "swing", "load": None},
    "American KBS (53#)": {"movement": "swing", "implement": "kettlebell"},
    "AKBS": {"movement": "swing", "implement": "kettlebell"},
    "kettle swings": {"movement": "swing", "implement": "kettlebell"},
    "dbl swing": {"movement": "swing"},
    "hard style swing": {"movement": "swing"},
    "band-resisted swing": {"movement": "swing", "banded": True},
    "chest-height swing": {"movement": "swing"},
    "heavy swing 48k x 10": {"movement": "swing", "load": "heavy"},
    "beltless deads": {"movement": "deadlift"},
    "hex bar dead": {"movement": "deadlift", "implement": "barbell"},
    "Sumo dead, paused": {"movement": "deadlift"},
    '3" deficit pulls': {"movement": "deadlift"},
    "speed pulls + bands": {"movement": "deadlift", "tempo": "fast", "banded": True},
    "trap bar pull (low handles)": {"movement": "deadlift", "implement": "barbell"},
    "wagon-wheel deadlift": {"movement": "deadlift"},
    "deadlift - suit + straps": {"movement": "deadlift"},
    "trap bar deadlift iso push": {"movement": "deadlift"},
    "fly-wheel RDL": {"movement": "deadlift"},
    "flywheel RDL": {"movement": "deadlift"},
    "single-leg Romanian (DB)": {"movement": "deadlift", "single_leg": True},
    "Good AM 3x8": {"movement": "good_morning"},
    "waiter's bow": {"movement": "hip_hinge", "load": "bodyweight"},
    "stiff no smith": {"movement": "deadlift", "implement": "machine"},
    "single-leg bridge (affected side)": {"movement": "glute_bridge", "single_leg": True},
    "RDL, weaker side": {"movement": "deadlift"},
    "bridge with adductor squeeze": {"movement": "glute_bridge"},
    "glute bridge + exhale": {"movement": "glute_bridge"},
    "bridge - exhale on effort": {"movement": "glute_bridge"},
    "gentle bridging in bed": {"movement": "glute_bridge"},
    "bridge, lying on your back": {"movement": "glute_bridge"},
    "bridge with magic circle": {"movement": "glute_bridge"},
    "reformer bridge, 1 red spring": {"movement": "glute_bridge"},
    "bridging, feet on the footbar": {"movement": "glute_bridge", "implement": None},
    "hip hinge at the barre": {"movement": "hip_hinge", "implement": None},
    "butterfly glute bridge": {"movement": "glute_bridge"},
    "single-leg bridge dips": {"movement": "glute_bridge", "single_leg": True},
    "bridge lifts & pulses": {"movement": "glute_bridge"},
    "hip extension (bridge)": {"movement": "glute_bridge"},
    "bridge with knee hug": {"movement": "glute_bridge"},
    "short-lever bridge": {"movement": "glute_bridge", "implement": None},
    "Booty Builder V8": {"movement": "hip_thrust"},
    "hip thrust on leg curl machine": {"movement": "hip_thrust", "implement": "machine"},
    "leg extension hip thrust": {"movement": "hip_thrust", "implement": "machine"},
    "squat lunge machine deadlift": {"movement": "deadlift", "implement": "machine"},
    "cable RDL, straight bar": {"movement": "deadlift", "implement": "cable"},
    "hip thrust (barbell/Smith)": {"movement": "hip_thrust", "implement": None},
    "reverse band pull": {"movement": "deadlift", "banded": True},
    "barbell cycling: deadlifts": {"movement": "deadlift", "implement": "barbell"},
    "swings, unbroken": {"movement": "swing"},
    "swings 10 x 20 OTM": {"movement": "swing"},
    "bridge, arms overhead": {"movement": "glute_bridge"},
    "golfer's lift (single-leg hinge)": {"movement": "hip_hinge", "single_leg": True},
    "slide-board RDL": {"movement": "deadlift"},
    "supine hip thrust, knees at 90": {"movement": "hip_thrust"},
    "D.L. 5x5": {"movement": "deadlift"},
    "S.L. R.D.L. 3x10": {"movement": "deadlift", "single_leg": True},
    "KB swing, L arm": {"movement": "swing"},
    "bear-hug good morning with sandbag": {"movement": "good_morning"},
    "hip thrust, chin tucked": {"movement": "hip_thrust"},
    "clamshell bridge": {"movement": "glute_bridge"},
    "KB dead": {"movement": "deadlift", "implement": "kettlebell"},
    "kettlebell dead swing": {"movement": "swing"},
    "deadlift 2x bodyweight": {"movement": "deadlift", "implement": None, "load": None},
    "deadlift (1.5×BW)": {"movement": "deadlift", "load": None},
    "deadlift @ BW": {"movement": "deadlift", "load": None},
    "DL @ 1.5 BW x 3": {"movement": "deadlift", "load": None},
    "3x10 BW deadlift": {"movement": "deadlift", "load": "bodyweight"},
    "10 bodyweight deadlifts": {"movement": "deadlift", "load": "bodyweight"},
    "deadlift, barbell": {"movement": "deadlift", "implement": "barbell"},
}


@pytest.mark.parametrize("name", [name for names in NEITHER.values() for name in names])
def test_it_is_no_thrust_and_no_hinge(name: str) -> None:
    """Words that make another exercise of a phrase are heeded, and the name is understood."""
    assert match_exercise(name).reading == "neither"


@pytest.mark.parametrize("name", [name for names in AMBIGUOUS.values() for name in names])
def test_it_is_not_settled(name: str) -> None:
    """No phrase reaches across what parts two exercises, and not every swing is a hinge."""
    assert classify(name) == "ambiguous"


@pytest.mark.parametrize(
    "cue",
    [
        "Drive through heels, squeeze glutes",
        "glutes tight, drive through the floor",
        "raise your legs, pelvis up",
        "lift your hips",
        "inhale, lift hips",
        "Drive through heels to lift hips up",
        "raise arms overhead, hips forward",
        "exhale on lift, squeeze glutes",
        "exhale on swing up, inhale down",
        "hinge, flat back",
        "no swinging",
        "pull throughout the movement",
        "thread the hands through, pull the leg in",
    ],
)
def test_a_cue_is_no_exercise(cue: str) -> None:
    """Words of an exercise's name that stand in a cue are not that exercise."""
    assert classify(cue) == "neither"


@pytest.mark.parametrize("name", SAYS)
def test_it_says_this(name: str) -> None:
    """The name gives these attributes; None stands for unknown."""
    exercise = find_exercise(name).exercise
    assert {attribute: getattr(exercise, attribute) for attribute in SAYS[name]} == SAYS[name]


@pytest.mark.parametrize(
    "name", ["Barbell Row", "Cable Rear Drive", "Leg Curl", "Front Squat", "hip adduction machine"]
)
def test_another_exercise_is_understood_and_nothing_is_suggested(name: str) -> None:
    """What is known to be something else was not meant for a thrust or a hinge."""
    with pytest.raises(UnknownExercise) as raised:
        find_exercise(name)
    assert (raised.value.understood, raised.value.suggestions) == (True, ())


@pytest.mark.parametrize("name", ["Gwrthwthio", "martwy ciąg", "maastanosto", "", "???", "123"])
def test_what_cannot_be_read_is_said_so(name: str) -> None:
    """A name in a language that is not read gets no fact about the exercise, but the languages that are."""
    found = match_exercise(name)
    assert (found.reading, found.understood, found.exercise) == ("not_understood", False, None)
    assert found.reason == (
        "it was not understood; names are read in English, German, Spanish, French, Italian and Portuguese"
    )
    with pytest.raises(UnknownExercise, match="it was not understood") as raised:
        find_exercise(name)
    assert not raised.value.understood
    assert classify(name) == "neither"


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("становая тяга", "Cyrillic"),
        ("데드리프트", "Hangul"),
        ("デッドリフト", "Katakana"),
        ("άρση", "Greek"),
        ("ж", "Cyrillic"),
    ],
)
def test_a_script_that_is_not_read_is_named(name: str, script: str) -> None:
    """Letters that are not Latin are said to be the reason."""
    assert match_exercise(name).reason.startswith(f"it is written in {script} letters, and names are read in English")


@pytest.mark.parametrize("name", ["hip thrust", "peso muerto", ("free-exercise-db", "Good_Morning")])
def test_match_exercise_holds_the_match(name: str | tuple[str, str]) -> None:
    """It finds what find_exercise finds."""
    found = match_exercise(name)
    assert found.match == find_exercise(name)
    assert (found.reading, found.reason) == (classify(name), "")


@pytest.mark.parametrize("name", ["clean", "back extension", ("android-health-connect", "25")])
def test_match_exercise_says_why_a_name_is_ambiguous(name: str | tuple[str, str]) -> None:
    """The reason and the clear names are those of the error."""
    found = match_exercise(name)
    with pytest.raises(AmbiguousExercise) as raised:
        find_exercise(name)
    assert (found.reading, found.match) == ("ambiguous", None)
    assert (found.reason, found.suggestions) == (raised.value.why, raised.value.candidates)


@pytest.mark.parametrize("name", ["leg curl", "hip thurst", "hip thrust stretch", ("wger", "12"), "x" * 300])
def test_match_exercise_says_why_a_name_is_unknown(name: str | tuple[str, str]) -> None:
    """The reason, the near names and whether it was understood are those of the error."""
    found = match_exercise(name)
    with pytest.raises(UnknownExercise) as raised:
        find_exercise(name)
    assert found.reading == ("neither" if raised.value.understood else "not_understood")
    assert (found.reason, found.suggestions) == (raised.value.because, raised.value.suggestions)


@pytest.mark.parametrize("nothing", [None, 3, float("nan"), ["hip thrust"], ("hip thrust",), ("a", 1), b"swing"])
def test_match_exercise_never_raises(nothing: object) -> None:
    """What is no name is not understood, for the reason that find_exercise gives."""
    found = match_exercise(nothing)
    assert (found.name, found.reading) == ("", "not_understood")
    assert "a catalogue and an id" in found.reason
