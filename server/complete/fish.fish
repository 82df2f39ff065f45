# gmux completion for fish. To have it in this shell: gmux completion fish | source
# Installed as vendor_completions.d/gmux.fish it is loaded when it is first needed.

function __gmux_candidates
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in ($words[1] completion candidates -- $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path "$current"
            case :directories
                __fish_complete_directories "$current" directory
            case '*'
                echo $line
        end
    end
end

complete -c gmux -f -a '(__gmux_candidates)'
