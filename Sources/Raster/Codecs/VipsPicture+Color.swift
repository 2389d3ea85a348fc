internal import CVips

extension VipsPicture {
  /// The same as 8-bit sRGB, with three bands, or four where there is transparency, or one where it is gray; nil where
  /// that cannot be computed.
  ///
  /// What is sRGB or gray already comes back as it is. Profiles are applied to CMYK, whose numbers mean little without, and not to
  /// RGB and gray: they move colours by less than a recogniser notices and cost more than the decoding.
  func sRGB() -> VipsPicture? {
    let format = Vips.calls.pointee.image_get_format(handle)
    let isComplex = format == VIPS_FORMAT_COMPLEX || format == VIPS_FORMAT_DPCOMPLEX
    guard !isComplex, format != VIPS_FORMAT_NOTSET else { return nil }
    if format == VIPS_FORMAT_UCHAR, bands == 1,
      Vips.calls.pointee.image_get_interpretation(handle) == VIPS_INTERPRETATION_B_W
    {
      return self
    }
    return known()?.inSRGB()?.trimmed()
  }

  /// Samples in a range that belongs to their colour space.
  private func known() -> VipsPicture? {
    switch (Vips.calls.pointee.image_get_interpretation(handle), Vips.calls.pointee.image_get_format(handle)) {
    case (_, VIPS_FORMAT_UCHAR),
      (VIPS_INTERPRETATION_RGB16, VIPS_FORMAT_USHORT), (VIPS_INTERPRETATION_GREY16, VIPS_FORMAT_USHORT),
      (VIPS_INTERPRETATION_CMYK, VIPS_FORMAT_USHORT), (VIPS_INTERPRETATION_LABS, VIPS_FORMAT_SHORT),
      (VIPS_INTERPRETATION_LAB, VIPS_FORMAT_FLOAT), (VIPS_INTERPRETATION_XYZ, VIPS_FORMAT_FLOAT),
      (VIPS_INTERPRETATION_scRGB, VIPS_FORMAT_FLOAT):
      return self
    default:
      return leveled()
    }
  }

  /// Numbers of an unknown range, floats for instance, brought to 0…255 by their peak: 1, 255 or 65535 where it lies
  /// below that, else the peak itself is white. Less than 0 is black.
  private func leveled() -> VipsPicture? {
    // Two passes, and the file gives its pixels once.
    guard let kept = VipsPicture(Vips.calls.pointee.image_copy_memory(handle)) else { return nil }
    var peak = 0.0
    guard legible_vips_max(Vips.calls, kept.handle, &peak) == 0 else { return nil }
    let white: Double = [1, 255, 65535].first { peak <= $0 } ?? (peak.isFinite ? peak : 65535)
    let space = kept.bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB
    // The half rounds: the cast cuts decimals off.
    return VipsPicture(legible_vips_linear(Vips.calls, kept.handle, 255 / white, 0.5))
      .flatMap { VipsPicture(legible_vips_cast_uchar(Vips.calls, $0.handle)) }
      .flatMap { VipsPicture(legible_vips_with_interpretation(Vips.calls, $0.handle, space)) }
  }

  private func inSRGB() -> VipsPicture? {
    let space = Vips.calls.pointee.image_get_interpretation(handle)
    if space == VIPS_INTERPRETATION_sRGB, bands >= 3 { return self }
    if space == VIPS_INTERPRETATION_CMYK, hasProfile,
      let picture = VipsPicture(legible_vips_icc_to_srgb(Vips.calls, handle))
    {
      return picture
    }
    if Vips.calls.pointee.colourspace_issupported(handle) != 0 {
      return VipsPicture(legible_vips_colourspace(Vips.calls, handle, VIPS_INTERPRETATION_sRGB))
    }
    // Bands of unknown meaning: the first three as red, green, blue, or the first as gray.
    let count = bands < 3 ? 1 : 3
    let meaning = count == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB
    return VipsPicture(legible_vips_first_bands(Vips.calls, handle, Int32(count)))
      .flatMap { VipsPicture(legible_vips_with_interpretation(Vips.calls, $0.handle, meaning)) }
      .flatMap { VipsPicture(legible_vips_colourspace(Vips.calls, $0.handle, VIPS_INTERPRETATION_sRGB)) }
  }

  /// At most four bands of 8 bits.
  private func trimmed() -> VipsPicture? {
    if bands < 3 { return nil }
    let few = bands > 4 ? VipsPicture(legible_vips_first_bands(Vips.calls, handle, 4)) : self
    guard let few, Vips.calls.pointee.image_get_format(few.handle) != VIPS_FORMAT_UCHAR else { return few }
    return VipsPicture(legible_vips_cast_uchar(Vips.calls, few.handle))
  }
}
