package dev.periplus.transfer;

import java.util.Locale;
import java.util.regex.Pattern;

/** How a flow calls an executable something harmless. */
final class Disguise {
    private static final Pattern TYPES =
            Pattern.compile("(image|audio|video|font)/.*|text/(html|css|javascript|xml|csv)"
                    + "|application/(pdf|json|xml|javascript|x-javascript|rtf)");
    private static final Pattern NAMES = Pattern.compile(
            ".*\\.(jpe?g|png|gif|bmp|ico|webp|svg|txt|css|js|html?|pdf|mp[34]|woff2?|csv|xml|json|docx?|xlsx?)");

    private Disguise() {}

    /** What it is called, empty if that fits. */
    static String of(FileType type, String name, String declared) {
        if (!type.executable()) {
            return "";
        }
        if (TYPES.matcher(declared).matches()) {
            return declared;
        }
        return NAMES.matcher(name.toLowerCase(Locale.ROOT)).matches() ? name : "";
    }
}
