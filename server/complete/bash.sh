# gmux completion for bash. To have it in this shell: eval "$(gmux completion bash)"
# Installed as bash-completion/completions/gmux it is loaded when it is first needed.

_gmux() {
	local line=${COMP_LINE:0:COMP_POINT} current prefix text help
	local -a words
	read -ra words <<<"$line"
	[[ $line == *[[:space:]] ]] && words+=("")
	current=${words[${#words[@]} - 1]}
	# bash takes a word apart at its colons and replaces the last part only.
	prefix=
	[[ $COMP_WORDBREAKS == *:* && $current == *:* ]] && prefix=${current%"${current##*:}"}
	COMPREPLY=()
	while IFS=$'\t' read -r text help; do
		case $text in
		:files) compopt -o default ;;
		:directories) compopt -o dirnames ;;
		*) COMPREPLY+=("$(printf %q "${text#"$prefix"}")") ;;
		esac
	done < <("${words[0]}" completion candidates -- "${words[@]:1}" 2>/dev/null)
}

complete -F _gmux gmux
