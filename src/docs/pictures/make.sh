#!/bin/sh
# Makes the pictures of the README from real runs over captures/: a terminal (tmux) and Chromium, both without a screen.
set -eu
cd "$(dirname "$0")/../../.."
pictures=$PWD/src/docs/pictures
work=$(mktemp -d)
trap 'tmux -L periplus-pictures kill-server 2>/dev/null || true; rm -rf "$work"' EXIT

# The page that shows a terminal's text with its colours: $1 the text with escapes, $2 the file.
terminal_page() {
    {
        cat <<'HEAD'
<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #16181d; }
pre { margin: 14px 18px; font: 14px/1.35 "DejaVu Sans Mono", monospace; color: #d8dbe2; }
</style><pre></pre><script type="text/plain" id="text">
HEAD
        sed 's/&/\&amp;/g; s/</\&lt;/g' "$1"
        cat <<'TAIL'
</script><script>
const colours = ['#7d8590', '#ff7b72', '#7ee787', '#e3b341', '#79c0ff', '#d2a8ff', '#76e3ea', '#d8dbe2'];
const pre = document.querySelector('pre');
let style = {};
const text = document.getElementById('text').textContent.replaceAll('&lt;', '<').replaceAll('&amp;', '&').trim();
for (const part of text.split(/(\x1b\[[\d;]*m)/)) {
  const codes = /^\x1b\[([\d;]*)m$/.exec(part);
  if (codes) {
    for (const code of codes[1].split(';').map(Number)) {
      if (code === 0) style = {};
      else if (code === 1) style.fontWeight = 'bold';
      else if (code === 2) style.opacity = 0.65;
      else if (code === 7) { style.background = '#d8dbe2'; style.color = '#16181d'; }
      else if (code === 22) { delete style.fontWeight; delete style.opacity; }
      else if (code === 27) { delete style.background; delete style.color; }
      else if (code >= 30 && code <= 37) style.color = colours[code - 30];
      else if (code >= 90 && code <= 97) style.color = colours[code - 90];
      else if (code === 39) delete style.color;
    }
  } else {
    const span = document.createElement('span');
    span.textContent = part;
    Object.assign(span.style, style);
    pre.append(span);
  }
}
</script>
TAIL
    } >"$2"
}

# Takes a picture of the page $1 as $2, of $3 pixels (width,height).
picture() {
    chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/profile" \
        --window-size="$3" --virtual-time-budget=5000 --screenshot="$2" "file://$1" >/dev/null 2>&1
}

# Runs $4 in a terminal of $2 columns and $3 lines, waits $5 seconds, and takes its picture as $1.
terminal_picture() {
    tmux -L periplus-pictures -f /dev/null new-session -d -x "$2" -y "$3" "$4; sleep 60"
    sleep "$5"
    tmux -L periplus-pictures capture-pane -e -p >"$work/$1.txt"
    tmux -L periplus-pictures send-keys q
    sleep 2
    tmux -L periplus-pictures kill-server
    terminal_page "$work/$1.txt" "$work/$1.html"
    picture "$work/$1.html" "$pictures/$1.png" "$(($2 * 843 / 100 + 40)),$(($3 * 19 + 28))"
}

./periplus --version >/dev/null
export LC_ALL=C.UTF-8 TERM=xterm-256color
terminal_picture table 100 34 "clear; ./periplus captures/odd-ports.pcap captures/ssh-on-3251.pcap captures/lone-3248.pcap" 5
terminal_picture live 120 24 "./periplus replay --speed 20 --top captures/everyday.pcapng captures/odd-ports.pcap" 8
./periplus review --fresh --state "$work/state" -q captures/ -o "html=$work/case.html" >/dev/null || true
picture "$work/case.html" "$pictures/page.png" 1280,860
ls -l "$pictures"/*.png
