# Completion of `git codecommit` and `git-codecommit` for fish.
# In ~/.config/fish/config.fish:  git codecommit completion fish | source

function __git_codecommit_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l at (contains --index codecommit $words; or echo 1)
    set -e words[1..$at]
    set -l current (commandline --current-token --cut-at-cursor)
    for line in (git codecommit __complete $words -- $current 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path $current
            case :folders
                __fish_complete_directories $current
            case '*'
                echo $line
        end
    end
end

complete --command git-codecommit --no-files --arguments '(__git_codecommit_complete)'
complete --command git --condition '__fish_seen_subcommand_from codecommit' --no-files --arguments '(__git_codecommit_complete)'
complete --command git --condition '__fish_use_subcommand' --no-files --arguments codecommit --description 'Temporary access to AWS CodeCommit'
