#!/bin/sh
# git-credential-codecommit [--node PATH] [--profile NAME] get|store|erase
#
# Git calls a helper twice with every fetch and push: with get, and with store or erase. Only get needs Node, so this
# is what Git is given, and the rest of the helper lies in the .cjs file beside it. store removes what get remembers of
# an answer that is not confirmed yet (src/helper/helper-memory.ts).
#
# On Windows it is run by the sh that comes with Git: straight from the path in Git's settings, or through the command
# of the same name that npm makes from the first line above. Paths may hold backslashes there, and a drive letter.

node=
if [ "$1" = --node ]; then
  node=$2
  shift 2
fi

# Whether a path is the same wherever this runs: Git runs it in the clone that it works in, and what lies there is not ours.
is_absolute() {
  case $1 in
    /*) ;;
    [A-Za-z]:[/\\]* | \\\\*) [ "$OS" = Windows_NT ] ;;
    *) return 1 ;;
  esac
}

# The folder of our private state, as src/state/paths.ts finds it; fails where that takes more than a shell, or is refused.
find_state() {
  if [ -n "$GIT_CODECOMMIT_HOME" ]; then
    case $GIT_CODECOMMIT_HOME in
      *[\$%]*) return 1 ;;
    esac
    is_absolute "$GIT_CODECOMMIT_HOME" || return 1
    state=$GIT_CODECOMMIT_HOME/state
  elif [ "$OS" = Windows_NT ]; then
    is_absolute "$LOCALAPPDATA" || return 1
    state=$LOCALAPPDATA/git-codecommit/state
  else
    is_absolute "$HOME" || return 1
    case $XDG_STATE_HOME in
      /*) state=$XDG_STATE_HOME/git-codecommit ;;
      *) state=$HOME/.local/state/git-codecommit ;;
    esac
  fi
}

# The name is the end of the signature that the password ends in, as in src/state/helper-memory-store.ts.
confirm_answer() {
  [ -d "$answers" ] || return
  while IFS= read -r line; do
    case $line in
      password=????????T??????Z*)
        name=${line#"${line%????????????????}"}
        case $name in
          *[!0-9a-f]*) ;;
          *) [ -f "$answers/$name" ] && rm -f "$answers/$name" 2>/dev/null ;;
        esac
        return
        ;;
      '') return ;;
    esac
  done
}

for operation; do :; done
case $GIT_CODECOMMIT_TRACE in
  '' | 0 | false) ;;
  # Node has descriptors of its own among these, so that only a shell knows which were open before.
  [3-9]) ( : >&"$GIT_CODECOMMIT_TRACE" ) 2>/dev/null || GIT_CODECOMMIT_TRACE="$GIT_CODECOMMIT_TRACE closed" ;;
esac
case $GIT_CODECOMMIT_TRACE in
  '' | 0 | false) ;;
  # Somebody wants to see what Git says of the answer.
  *) [ "$operation" != store ] && [ "$operation" != erase ] || operation=- ;;
esac
case $operation in
  get | -*) ;;
  store)
    if find_state; then
      answers=$state/answers
      confirm_answer
      exit 0
    fi
    ;;
  ?*) exit 0 ;;
esac

# npm's commands are symbolic links, beside the node they were installed with.
file=$0
case $file in
  */* | *\\*) ;;
  *) file=./$file ;;
esac
folder=${file%[/\\]*}
beside=$folder/node
while [ -L "$file" ]; do
  link=$(readlink "$file") || break
  case $link in
    /*) file=$link ;;
    *) file=$folder/$link ;;
  esac
  folder=${file%[/\\]*}
done

# Node would take code that was kept in the clone, and PATH may lead to a program in it.
is_absolute "$NODE_COMPILE_CACHE" || unset NODE_COMPILE_CACHE

# Versions of Node come and go; any that is left will do.
for candidate in "$node" "$beside" node /usr/local/bin/node /opt/homebrew/bin/node '/c/Program Files/nodejs/node.exe'; do
  [ "$candidate" != node ] || candidate=$(command -v node)
  if is_absolute "$candidate" && command -v "$candidate" >/dev/null 2>&1; then
    # On Node 20 more certificates cost more than all the rest. They are kept for whoever has to talk to AWS.
    if [ -n "$NODE_EXTRA_CA_CERTS" ]; then
      export GIT_CODECOMMIT_NODE_EXTRA_CA_CERTS="$NODE_EXTRA_CA_CERTS" NODE_EXTRA_CA_CERTS=
    fi
    # Where the file lies is known by now, and Node need not find out once more.
    exec "$candidate" --preserve-symlinks-main "$folder/git-credential-codecommit.cjs" "$@"
  fi
done

# A word for a shell, quoted where it has to be.
quote() {
  case $1 in
    *[!A-Za-z0-9_@%+=:,./-]*) ;;
    *)
      quoted=$1
      return
      ;;
  esac
  quoted="'"
  rest=$1
  while :; do
    case $rest in
      *\'*)
        quoted=$quoted${rest%%\'*}"'\\''"
        rest=${rest#*\'}
        ;;
      *) break ;;
    esac
  done
  quoted=$quoted$rest"'"
}

# Our command as it is called here, as src/system/called-as.ts finds it: by Git's name, or by the file beside this one.
find_command() {
  called='git codecommit'
  found=$(command -v git-codecommit)
  case $found in
    */node_modules/.bin/*) ;;
    *) is_absolute "$found" && return ;;
  esac
  quote "$folder/git-codecommit.js"
  called=$quoted
  [ "$OS" != Windows_NT ] || called="node $called"
}

while IFS= read -r line; do
  case $line in
    # The build puts in the patterns of src/aws/codecommit/hosts.ts: first those with a label too many, then the hosts.
    @OTHER_HOSTS@) ;;
    @GIT_HOSTS@)
      find_command
      printf '%s\n' "git-credential-codecommit: Node.js was not found. In a terminal, run: $called doctor" >&2
      echo quit=1
      ;;
    '') break ;;
  esac
done
exit 0
