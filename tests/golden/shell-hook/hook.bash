# Written by sandboxed. Bash reads this inside, before the agent starts: the dev shell as its shellHook expects it,
# then the shellHook. Variables that are already set stay as they are.
[[ -v NIX_BUILD_TOP ]] || NIX_BUILD_TOP=${TMPDIR:-/tmp}
[[ -v TMP ]] || TMP=${TMPDIR:-/tmp}
[[ -v TEMP ]] || TEMP=${TMPDIR:-/tmp}
[[ -v TEMPDIR ]] || TEMPDIR=${TMPDIR:-/tmp}
[[ -v out ]] || out='/home/ana/work/shop/outputs/out'
[[ -v outputs ]] || outputs='out'
[[ -v stdenv ]] || stdenv='/nix/store/00000000000000000000000000000007-stdenv'
[[ -v plain ]] || plain=''\''; touch here; echo '\''
$(touch here)'
[[ -v list ]] || declare -a list=('a' '' 'b'\''c')
[[ -v map ]] || declare -A map=(['a']='$HOME' ['z'\''y]']='1')
eval 'greet ()
{

    echo "it'\''s $1"

}'
eval 'runHook:x ()
{
 :

}'
eval 'greet there
see=/nix/store/00000000000000000000000000000002-openssl
export PREFIX=/home/ana/work/shop/outputs/out'
