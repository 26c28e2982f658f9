package dev.periplus.answer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an address is, as a database says.
 *
 * @param country its two-letter code (ISO 3166-1), or null
 * @param system the number of its autonomous system, or 0
 * @param organisation that runs the autonomous system, or null
 */
public record Place(
        @Nullable String country, long system, @Nullable String organisation) {
    /** {@code DE, AS64500 Example Net}. */
    public String words() {
        List<String> words = new ArrayList<>(2);
        if (country != null) {
            words.add(country);
        }
        if (system > 0) {
            words.add("AS" + system + (organisation == null ? "" : " " + organisation));
        }
        return String.join(", ", words);
    }
}
