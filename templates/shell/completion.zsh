#compdef git-codecommit
# Completion of `git codecommit` and `git-codecommit` for zsh.
# In ~/.zshrc, behind compinit:  eval "$(git codecommit completion zsh)"

# zsh's completion of Git calls this function by its name, for the words of `git codecommit ...`.
_git-codecommit() {
  local line
  local -a candidates
  while IFS= read -r line; do
    case $line in
      (:files) _files ;;
      (:folders) _files -/ ;;
      (*) candidates+=("${${line%%$'\t'*}//:/\\:}${${line#*$'\t'}:+:${line#*$'\t'}}") ;;
    esac
  done < <(git codecommit __complete "${(@Q)words[2,CURRENT-1]}" -- "${(Q)words[CURRENT]}" 2>/dev/null)
  (( ${#candidates} )) && _describe 'git codecommit' candidates
}

zstyle -g existing_user_commands ':completion:*:*:git:*' user-commands
zstyle ':completion:*:*:git:*' user-commands $existing_user_commands codecommit:'temporary access to AWS CodeCommit'
unset existing_user_commands
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _git-codecommit "$@"
else
  compdef _git-codecommit git-codecommit
fi
