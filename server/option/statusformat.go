package option

import "strings"

func words(s string) []string { return strings.Fields(s) }

// The default status-format: the status line, the list of panes and the list of sessions. They are text
// that users copy and change, so they read the same as in tmux, letter by letter.
var statusFormat = []string{
	sideFormat("left") + justified +
		"#{W:" + windowFormat("window-status-style", "", "") +
		"," + windowFormat("", " list=focus", "list=on ") + "}" +
		"#[nolist align=right range=right #{E:status-right-style}]" + pushed(sidePart("right")) +
		"#[norange default]",
	heading("P") + justified +
		"#{P:" + itemFormat("pane|#{pane_id}", "", "#{E:pane-status-style}",
		"#{T:window-pane-status-format}", "  ") +
		"," + itemFormat("pane|#{pane_id}", " list=focus", currentStyle("pane-status"),
		"#{T:window-pane-current-status-format}", " ") + "}",
	heading("S") + justified +
		"#{S:" + itemFormat("session|#{session_id}", "", "#{E:session-status-style}",
		"#S#{session_alert}", "  ") +
		"," + itemFormat("session|#{session_id}", " list=focus", currentStyle("session-status"),
		"#S*#{session_alert}", " ") + "}",
}

const justified = "#[list=on align=#{status-justify}]#[list=left-marker]<#[list=right-marker]>#[list=on]"

func pushed(s string) string { return "#[push-default]" + s + "#[pop-default]" }

func sidePart(side string) string {
	return "#{T;=/#{status-" + side + "-length}:status-" + side + "}"
}

func sideFormat(side string) string {
	return "#[align=" + side + " range=" + side + " #{E:status-" + side + "-style}]" +
		pushed(sidePart(side)) + "#[norange default]"
}

func currentStyle(name string) string {
	return "#{?#{!=:#{E:" + name + "-current-style},default},#{E:" + name + "-current-style},#{E:" + name + "-style}}"
}

// alert is the style of a window that has one of the flags, unless the style is default.
func alert(flag, style, otherwise string) string {
	e := "#{E:window-status-" + style + "-style}"
	return "#{?#{&&:" + flag + ",#{!=:" + e + ",default}}, " + e + "," + otherwise + "}"
}

func windowFormat(style, focus, list string) string {
	look := "#{E:" + style + "}"
	format := "#{T:window-status-format}"
	if focus != "" {
		look, format = currentStyle("window-status"), "#{T:window-status-current-format}"
	}
	return "#[range=window|#{window_index}" + focus + " " + look +
		alert("#{window_last_flag}", "last", "") +
		alert("#{window_bell_flag}", "bell",
			alert("#{||:#{window_activity_flag},#{window_silence_flag}}", "activity", "")) +
		"]" + pushed(format) + "#[norange " + list + "default]" +
		"#{?loop_last_flag,,#{E:window-status-separator}}"
}

func heading(letter string) string {
	return "#[align=left]#{R: ,#{n:#{session_name}}}" + letter + ": #[norange default]"
}

func itemFormat(of, focus, look, format, gap string) string {
	return "#[range=" + of + focus + " " + look + "]" + pushed(format) + "#[norange list=on default]" + gap
}
