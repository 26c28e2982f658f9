package dev.periplus.detect;

import dev.periplus.classify.Announcements;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Reads logins in the lines of a client: USER and PASS (RFC 959, RFC 1939, RFC 2812), AUTHINFO (RFC 4643), LOGIN (RFC
 * 9051 section 6.2.3), OPER of IRC, AUTH and AUTHENTICATE with PLAIN (RFC 4616) or LOGIN, and AUTH of Redis, inline and in RESP. Reads
 * nothing behind a line that asks for TLS.
 */
final class LoginLines {
    private static final int WORDS = 4;

    private final Secrets secrets;

    /** What the next line of a flow's client is. */
    private enum Step {
        COMMAND,
        PLAIN,
        LOGIN_USER,
        LOGIN_PASSWORD,
        REDIS_LENGTH,
        REDIS_WORD,
        ENCRYPTED
    }

    /** The lines of a flow, and where in a login they are. */
    static final class State extends PacketLines.Unfinished {
        private Step step = Step.COMMAND;
        private String user = "";
        private String last = "";
        private int words;
    }

    LoginLines(Secrets secrets) {
        this.secrets = secrets;
    }

    /** The state of a flow, kept by its announcer. */
    static State of(Announcements flow) {
        if (flow.state() instanceof State known) {
            return known;
        }
        State first = new State();
        flow.state(first);
        return first;
    }

    /** Reads a client's line; moves {@code line} within it. */
    void read(PacketLines line, State state, String how, Announcements flow) {
        switch (state.step) {
            case PLAIN -> {
                line.takes("authenticate ");
                plain(line.toString(), state, how, flow);
            }
            case LOGIN_USER -> {
                state.user = decoded(line.toString());
                state.step = Step.LOGIN_PASSWORD;
            }
            case LOGIN_PASSWORD -> {
                state.step = Step.COMMAND;
                secrets.tell(flow, how + " AUTH LOGIN", state.user, decoded(line.toString()));
            }
            case REDIS_LENGTH, REDIS_WORD -> redis(line, state, flow);
            case COMMAND -> command(line, state, how, flow);
            default -> {}
        }
    }

    private void command(PacketLines line, State state, String how, Announcements flow) {
        if (line.takes("user ") || line.takes("authinfo user ")) {
            state.user = line.toString().strip();
        } else if (line.takes("pass ") || line.takes("authinfo pass ")) {
            boolean anonymous = state.user.equalsIgnoreCase("anonymous") || state.user.equalsIgnoreCase("ftp");
            secrets.tell(flow, how, state.user, anonymous ? "" : line.toString());
        } else if (line.takes("starttls") || line.takes("stls") || line.takes("auth tls") || line.takes("auth ssl")) {
            state.step = Step.ENCRYPTED;
        } else if (line.takes("oper ")) {
            operator(line, how, flow);
        } else if (how.equals("IRC") && line.takes("authenticate ") || line.takes("authinfo sasl ")) {
            authenticate(line, state, how, flow);
        } else if (line.takes("auth ")) {
            authenticate(line, state, how, flow);
        } else if (line.takes("*")) {
            int words = line.number(WORDS);
            state.step = words >= 2 ? Step.REDIS_LENGTH : Step.COMMAND;
            state.words = words;
            state.last = "";
        } else {
            tagged(line, state, how, flow);
        }
    }

    /** An operator of IRC logs in with a name and a password (RFC 2812 section 3.1.4). */
    private void operator(PacketLines line, String how, Announcements flow) {
        String[] words = line.toString().strip().split(" ", 2);
        if (words.length == 2) {
            secrets.tell(flow, how + " OPER", words[0], words[1]);
        }
    }

    /** A command of IMAP, behind its tag. */
    private void tagged(PacketLines line, State state, String how, Announcements flow) {
        if (!line.passes(' ')) {
            return;
        }
        if (line.takes("login ")) {
            String[] words = line.toString().strip().split(" ", 2);
            if (words.length == 2) {
                secrets.tell(flow, how + " LOGIN", unquoted(words[0]), unquoted(words[1]));
            }
        } else if (line.takes("authenticate ")) {
            authenticate(line, state, how, flow);
        } else if (line.takes("starttls")) {
            state.step = Step.ENCRYPTED;
        }
    }

    private void authenticate(PacketLines line, State state, String how, Announcements flow) {
        if (line.takes("plain")) {
            line.passBlanks();
            if (line.remaining() > 1) {
                plain(line.toString(), state, how, flow);
            } else {
                state.step = Step.PLAIN;
            }
        } else if (line.takes("login")) {
            line.passBlanks();
            state.user = decoded(line.toString());
            state.step = line.remaining() > 0 ? Step.LOGIN_PASSWORD : Step.LOGIN_USER;
        } else if (how.equals("Redis") && line.remaining() > 0) {
            String[] words = line.toString().strip().split(" ", 2);
            secrets.tell(flow, how + " AUTH", words.length == 2 ? words[0] : "", words[words.length - 1]);
        }
    }

    /** Authorisation identity, user and password, with zeros between (RFC 4616 section 2). */
    private void plain(String text, State state, String how, Announcements flow) {
        state.step = Step.COMMAND;
        String[] parts = decoded(text).split("\0", -1);
        if (parts.length == 3) {
            secrets.tell(flow, how + " AUTH PLAIN", parts[1], parts[2]);
        }
    }

    /** The words of a Redis command, each behind a line with its length; AUTH has one or two more. */
    private void redis(PacketLines line, State state, Announcements flow) {
        if (state.step == Step.REDIS_LENGTH) {
            state.step = line.takes("$") ? Step.REDIS_WORD : Step.COMMAND;
            return;
        }
        boolean first = state.last.isEmpty();
        String word = line.toString();
        if (first && !word.equalsIgnoreCase("auth")) {
            state.step = Step.COMMAND;
            return;
        }
        state.user = first ? "" : state.user.isEmpty() && state.words == 2 ? word : state.user;
        state.last = word;
        state.words--;
        state.step = state.words > 0 ? Step.REDIS_LENGTH : Step.COMMAND;
        if (state.words == 0) {
            secrets.tell(flow, "Redis AUTH", state.user.equals(word) ? "" : state.user, word);
        }
    }

    private static String unquoted(String word) {
        boolean quoted = word.length() > 1 && word.startsWith("\"") && word.endsWith("\"");
        return quoted ? word.substring(1, word.length() - 1) : word;
    }

    /** The text that Base64 stands for; empty if it is none. */
    static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text.strip()), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
