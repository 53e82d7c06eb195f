package dev.parley.chat.identity;

import java.util.List;

/**
 * The reason why a nickname is refused.
 *
 * @param code the stable code: {@code name-empty}, {@code name-too-long}, {@code name-invalid}, {@code
 *     name-reserved}, {@code name-banned} or {@code name-taken}
 * @param sentence the sentence for the user: the problem and the rule
 * @param suggestions nicknames that were free and allowed at that time; empty unless the nickname is taken
 */
public record NicknameViolation(String code, String sentence, List<String> suggestions) {

    /** Copies the suggestions. */
    public NicknameViolation {
        suggestions = List.copyOf(suggestions);
    }

    static NicknameViolation empty(int longest) {
        return new NicknameViolation("name-empty", "A name has 1 to " + longest + " characters. Enter one.", List.of());
    }

    static NicknameViolation tooLong(int length, int longest) {
        return new NicknameViolation(
                "name-too-long",
                "That name has " + length + " characters; a name has at most " + longest + ". Choose a shorter one.",
                List.of());
    }

    static NicknameViolation invalid(String what) {
        return new NicknameViolation(
                "name-invalid", what + " Use letters, digits and punctuation, without spaces or emoji.", List.of());
    }

    static NicknameViolation number(int digits) {
        return new NicknameViolation(
                "name-invalid",
                "A name of " + digits + " digits reads as a message header to some old programs. Add a letter.",
                List.of());
    }

    static NicknameViolation reserved(String name) {
        return new NicknameViolation(
                "name-reserved", "“" + name + "” is reserved for the operator. Choose another name.", List.of());
    }

    /**
     * Creates the violation for a banned nickname.
     *
     * @param term how long the ban lasts, see {@code Sanction#term}
     */
    public static NicknameViolation banned(String name, String term) {
        return new NicknameViolation(
                "name-banned", "“" + name + "” is banned here" + term + ". Choose another name.", List.of());
    }

    /** Creates the violation for a nickname that belongs to a bot, or looks like one that does. */
    public static NicknameViolation ofBot(String name) {
        return new NicknameViolation(
                "name-reserved", "“" + name + "” is the name of a bot. Choose another name.", List.of());
    }

    static NicknameViolation botMark(String mark) {
        return new NicknameViolation(
                "name-reserved",
                "A name does not end in " + mark + ", which marks bots. Choose another name.",
                List.of());
    }

    static NicknameViolation taken(String wanted, List<String> suggestions) {
        return new NicknameViolation("name-taken", "“" + wanted + "” is taken." + tryOneOf(suggestions), suggestions);
    }

    static NicknameViolation looksLike(String wanted, String holder, List<String> suggestions) {
        return new NicknameViolation(
                "name-taken",
                "“" + wanted + "” looks like “" + holder + "”, who is here." + tryOneOf(suggestions),
                suggestions);
    }

    private static String tryOneOf(List<String> suggestions) {
        return suggestions.isEmpty() ? " Choose another name." : " Try " + String.join(" or ", suggestions) + ".";
    }
}
