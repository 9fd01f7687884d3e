-- New videos wait in a list that every search reads whole, until somebody vacuums: nobody does in the embedded database.
ALTER INDEX asset_apivideo_by_tag SET (fastupdate = off);
--> statement-breakpoint
ALTER INDEX asset_apivideo_by_metadata SET (fastupdate = off);
--> statement-breakpoint
SELECT gin_clean_pending_list('asset_apivideo_by_tag'), gin_clean_pending_list('asset_apivideo_by_metadata');
