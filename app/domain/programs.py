"""File names that start a program or a script when somebody opens them, on Windows, macOS or Linux.

Only asked where the content does not settle it: plain text, a bare ZIP, XML, or bytes of no known type. A JPEG called
`.exe` is a JPEG and gets its own extension back.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.filetypes import DOCUMENT, FileType, by_extension

_BY_SYSTEM = (
    # Windows: the shell runs these on a double click, whatever their bytes are.
    "bat cmd com exe pif scr cpl msi msp mst msc lnk url hta chm reg scf inf job gadget application appref-ms ocx",
    "ps1 ps1xml ps2 psc1 psd1 psm1 vbe vbs js jse mjs ws wsf wsc wsh sct shb shs settingcontent-ms library-ms",
    "search-ms searchconnector-ms diagcab diagpkg xll wll ppam xlam appinstaller msix msixbundle appx appxbundle",
    "sys dll iso img vhd vhdx",
    # Java, Android, macOS, Linux, browsers.
    "jar jnlp class apk apks apkm xapk aab ipa command tool workflow action scpt scptd applescript osx dmg pkg mpkg",
    "app terminal fileloc inetloc webloc sh bash zsh csh ksh fish run desktop appimage deb rpm flatpakref snap crx xpi",
)
EXTENSIONS = frozenset(" ".join(_BY_SYSTEM).split())

_MIMES = {
    "js": "text/javascript",
    "mjs": "text/javascript",
    "bat": "application/x-bat",
    "cmd": "application/x-bat",
    "ps1": "application/x-powershell",
    "vbs": "text/vbscript",
    "sh": "application/x-sh",
}


def by_name(extension: str) -> FileType | None:
    """Return the dangerous type that an extension stands for, None where a file so called is harmless to open."""
    if extension not in EXTENSIONS:
        return None
    row = by_extension(extension)
    if row is not None and row.dangerous:
        return row
    return FileType(_MIMES.get(extension, "application/x-script"), extension, DOCUMENT, dangerous=True)


def holds_programs(names: Iterable[str]) -> bool:
    """Tell whether an archive with these member names brings programs or scripts along."""
    return any(name.rstrip(". ").rpartition(".")[2].lower() in EXTENSIONS for name in names)
