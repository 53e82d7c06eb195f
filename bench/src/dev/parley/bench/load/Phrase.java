package dev.parley.bench.load;

/**
 * The bytes one client sends to say something, made once; only its numbers change. Confined to the thread that speaks.
 */
final class Phrase {

    static final int RECEIPT_DIGITS = 8;

    private final byte[] bytes;
    private final int text;
    private final int receipt;

    /**
     * @param bytes as they go out
     * @param text where the {@link Text} begins in them
     * @param receipt where the eight digits of the receipt asked for are, -1 if none is
     */
    Phrase(byte[] bytes, int text, int receipt) {
        this.bytes = bytes;
        this.text = text;
        this.receipt = receipt;
    }

    /** The same bytes with this message in them. */
    byte[] saying(int run, int number) {
        Text.number(bytes, text, run, number);
        if (receipt >= 0) {
            Text.digits(bytes, receipt, RECEIPT_DIGITS, number);
        }
        return bytes;
    }
}
