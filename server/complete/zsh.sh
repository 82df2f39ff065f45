#compdef gmux
# gmux completion for zsh. To have it in this shell, behind compinit: eval "$(gmux completion zsh)"
# Installed as site-functions/_gmux it is loaded when it is first needed.

_gmux() {
	local line text help
	local -a found
	for line in "${(@f)$(_call_program candidates "${(q)words[1]}" completion candidates -- "${(@q)words[2,CURRENT]}" 2>/dev/null)}"; do
		text=${line%%$'\t'*}
		help=${${line#"$text"}#$'\t'}
		case $text in
		'') ;;
		:files) _files ;;
		:directories) _files -/ ;;
		*) found+=("${text//:/\\:}${help:+:$help}") ;;
		esac
	done
	(( $#found )) && _describe -t gmux gmux found
}

if [[ $funcstack[1] == _gmux ]]; then
	_gmux "$@"
else
	compdef _gmux gmux
fi
