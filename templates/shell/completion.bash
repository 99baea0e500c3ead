# Completion of `git codecommit` and `git-codecommit` for bash 3.2 and newer.
# In ~/.bashrc:  eval "$(git codecommit completion bash)"
# `git codecommit` is completed where Git's own completion is loaded.

# Git's completion calls this function by its name for the words of `git codecommit`.
_git_codecommit() {
  # bash cuts words at colons and equals signs: ARNs and --flag=value are put together again.
  local words=() at word glued=0 started=0
  for ((at = 0; at <= COMP_CWORD; at++)); do
    word=${COMP_WORDS[at]}
    if ((!started)); then
      case $word in codecommit | git-codecommit | */git-codecommit) started=1 ;; esac
      continue
    fi
    if ((${#words[@]})) && { ((glued)) || [[ $word == [:=]* ]]; }; then
      words[${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    case $word in *[:=]) glued=1 ;; *) glued=0 ;; esac
  done
  ((${#words[@]})) || words=("")
  local last=$((${#words[@]} - 1))
  local current=${words[last]} piece=${COMP_WORDS[COMP_CWORD]}
  unset "words[$last]"

  # Only what stands behind the last cut is replaced.
  case $piece in [:=]) piece="" ;; esac
  local standing=${current%"$piece"} line value
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :files | :folders)
        # The shell's own names, with its own quotes and slashes.
        compopt -o filenames 2>/dev/null
        [[ $line == :files ]] && line=-f || line=-d
        while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen "$line" -- "$piece")
        ;;
      *)
        value=${line%%$'\t'*}
        COMPREPLY+=("$(printf %q "${value#"$standing"}")")
        ;;
    esac
  done < <(git codecommit __complete ${words[@]+"${words[@]}"} -- "$current" 2>/dev/null)
}

complete -F _git_codecommit git-codecommit
