package dev.periplus.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Suggests known words for a misspelt one. Two words are near if few letters must be added, removed, replaced or
 * exchanged with their neighbour (optimal string alignment), or if one begins with the other. Takes time in proportion
 * to the known words.
 */
public final class Nearest {
    private static final int MOST = 3;
    private static final int LONGEST = 64;
    private static final int PREFIX = 4;

    private Nearest() {}

    private record Candidate(String word, int distance) {}

    /** Returns at most three known words, the nearest first; empty if none is near. */
    public static List<String> of(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return List.of();
        }
        String asked = word.toLowerCase(Locale.ROOT);
        int most = Math.max(1, asked.length() / 3);
        List<Candidate> near = new ArrayList<>();
        for (String one : known) {
            int distance = distance(asked, one.toLowerCase(Locale.ROOT), most);
            if (distance <= most) {
                near.add(new Candidate(one, distance));
            }
        }
        near.sort(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::word));
        int limit = near.isEmpty() ? 0 : near.get(0).distance() + 1;
        return near.stream()
                .filter(one -> one.distance() <= limit)
                .limit(MOST)
                .map(Candidate::word)
                .toList();
    }

    /** Returns {@code "; did you mean tls or dtls?"}, or "" if nothing is near. */
    public static String question(String word, Collection<String> known) {
        return question(of(word, known));
    }

    /** Returns a question that offers these words, or "". */
    public static String question(List<String> words) {
        return words.isEmpty() ? "" : "; did you mean " + String.join(" or ", words) + "?";
    }

    /** Edits between two words, at most {@code most} + 1. */
    private static int distance(String a, String b, int most) {
        boolean begins = Math.min(a.length(), b.length()) >= PREFIX && (a.startsWith(b) || b.startsWith(a));
        if (begins) {
            return a.length() == b.length() ? 0 : 1;
        }
        if (Math.abs(a.length() - b.length()) > most || b.length() > LONGEST) {
            return most + 1;
        }
        int[] before = new int[b.length() + 1];
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(above[j], row[j - 1]) + 1, above[j - 1] + changed);
                boolean exchanged =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                row[j] = exchanged ? Math.min(row[j], before[j - 2] + 1) : row[j];
            }
            before = above;
            above = row;
        }
        return above[b.length()];
    }
}
