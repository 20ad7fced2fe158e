// SPDX-License-Identifier: GPL-3.0-or-later
import Fulmar.Mailboxes

/// Loaded when a folder is first changed, so that it costs nothing at the start.
FolderSheets { }
