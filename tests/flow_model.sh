#!/bin/sh
# flow_model.sh - the programme and its ledger against an independent model of the rules: random
# programmes, carts and operations, compared after each step (tests/model).
#
# In:  REGULARS, the command; REGULARS_SO, the library; REGULARS_SAN, how both were built.
# Out: TAP. A difference is printed with its seed and step; tests/model/run.py --seed does it again.
. "$(dirname "$0")/support/shop.sh"
: "${REGULARS_SO:?names the library}"
export REGULARS_SO PYTHONDONTWRITEBYTECODE=1

# A library under AddressSanitizer has to find it in the process; what Python leaves is not ours.
case ${REGULARS_SAN:-} in
*address*) preload=$(${CC:-gcc} -print-file-name=libasan.so) ;;
*) preload= ;;
esac

model() {
	LD_PRELOAD=$preload ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0 \
		python3 "$root/tests/model/run.py" "$@" >out.txt 2>err.txt
}

if [ -n "${SOAK_SECONDS:-}" ]; then
	# shellcheck disable=SC2086
	model --soak "$SOAK_SECONDS" ${SOAK_SEED:+--seed $SOAK_SEED} --steps 300
	tap 'programmes of chance, for a while' $?
	sed 's/^seed /# seed /' out.txt
	tap_end
	exit
fi
model --seed 1 --seeds 24 --steps 200
tap '24 programmes, 200 steps each: every answer is the one of the rules' $?
model --seeds 2 --steps 150
tap 'and two of chance' $?
sed -n 's/^\(seed [0-9]*\):.*/# \1/p' out.txt
tap_end
