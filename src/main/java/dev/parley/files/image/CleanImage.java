package dev.parley.files.image;

/**
 * The properties of an image without metadata.
 *
 * @param size the size as stored, before it is turned
 * @param orientation how a viewer turns and mirrors it: 1 to 8 as in Exif, 1 for not at all
 * @param progressive whether a decoder needs the whole image in memory
 */
record CleanImage(ImageSize size, int orientation, boolean progressive) {

    /** The orientation of an image that is shown as it is stored. */
    static final int UPRIGHT = 1;

    private static final int FIRST_TURNED = 5;

    CleanImage(ImageSize size) {
        this(size, UPRIGHT, false);
    }

    /** Returns the size that a viewer shows. */
    ImageSize shownSize() {
        return orientation < FIRST_TURNED ? size : size.turned();
    }
}
